package io.wellstream.shell.arrival;

/**
 * Why a request is refused that has not arrived completely.
 *
 * @param late whether it took too long; otherwise there is no room for it
 * @param reason for the client
 */
public record Refusal(boolean late, String reason) {}
