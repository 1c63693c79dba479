package org.prmscope.core;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Says why a file operation failed: the messages of many I/O exceptions are just the path.
public final class IoReason {
    private IoReason() {}

    /// The reason in a few words.
    public static String of(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "no permission";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case NotDirectoryException other -> other.getFile() + " is not a folder";
            case FileAlreadyExistsException there -> there.getFile() + " is in the way";
            case DirectoryNotEmptyException full -> full.getFile() + " is not empty";
            case FileSystemException other ->
                    other.getReason() == null ? other.toString() : other.getReason();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
