package org.prmscope.report;

/// The text of one chain on a page.
///
/// @param run whose, from 0
/// @param title such as `chain 7 of 8`
/// @param text what the model wrote and read after its prompt
public record ChainText(int run, String title, String text) {}
