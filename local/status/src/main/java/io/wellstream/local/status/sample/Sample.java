package io.wellstream.local.status.sample;

/** One value of one series. */
public record Sample(String name, Labels labels, double value) {}
