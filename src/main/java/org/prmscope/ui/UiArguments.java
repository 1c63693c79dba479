package org.prmscope.ui;

public record UiArguments(java.util.List<java.nio.file.Path> files) {}
