package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.Labels;

/** One series of an answer: its labels and its value at the time asked for. */
public record Point(Labels labels, double value) {}
