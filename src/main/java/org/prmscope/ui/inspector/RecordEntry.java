package org.prmscope.ui.inspector;

/// One line of the run's record.
///
/// @param group such as `Model`
/// @param name such as `weights`
/// @param value in words and figures; what a copy of the record carries
public record RecordEntry(String group, String name, String value) {}
