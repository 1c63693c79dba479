package org.prmscope.sandbox;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A service on this machine's own address that notes who gets through to it, by TCP and UDP.
final class Loopback implements AutoCloseable {
    private final InetAddress address = InetAddress.getLoopbackAddress();
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final BlockingQueue<String> callers = new LinkedBlockingQueue<>();

    Loopback() throws IOException {
        tcp = new ServerSocket(0, 50, address);
        udp = new DatagramSocket(new InetSocketAddress(address, tcp.getLocalPort()));
        Thread.ofVirtual().start(this::accept);
        Thread.ofVirtual().start(this::receive);
    }

    int port() {
        return tcp.getLocalPort();
    }

    /// How many got through.
    int callers() {
        return callers.size();
    }

    /// Whether a caller from outside a sandbox is noted; it is forgotten again.
    boolean answers() throws IOException, InterruptedException {
        try (Socket socket = new Socket(address, port())) {
            return socket.isConnected() && callers.poll(10, TimeUnit.SECONDS) != null;
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }

    private void accept() {
        try {
            while (true) {
                tcp.accept().close();
                callers.add("TCP");
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void receive() {
        try {
            while (true) {
                udp.receive(new DatagramPacket(new byte[16], 16));
                callers.add("UDP");
            }
        } catch (IOException closed) {
            return;
        }
    }
}
