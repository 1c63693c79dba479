package org.prmscope.core.canary;

import javafx.scene.Node;

/// A view model that knows its view.
public record RuleBreakerViewModel(Node node) {}
