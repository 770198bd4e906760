package io.wellstream.local.cli;

import io.wellstream.local.cli.terminal.UserError;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is wrong with the arguments of a command, in one line. A misspelt verb is named before its options, a misspelt option before a missing
 * one.
 */
final class WrongCalls {
    private WrongCalls() {}

    static String describe(ParameterException failure) {
        CommandLine called = failure.getCommandLine();
        List<String> unmatched = called.getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(called, unmatched);
        }
        return String.valueOf(failure.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst("is not an? (int|long)$", "is not a whole number")
                .replaceFirst("is not an? (float|double)$", "is not a number")
                .replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String unknown(CommandLine called, List<String> unmatched) {
        boolean verb =
                !called.getSubcommands().isEmpty() && !unmatched.getFirst().startsWith("-");
        String first = unmatched.stream()
                .filter(argument -> !verb && argument.startsWith("-"))
                .findFirst()
                .orElse(unmatched.getFirst());
        boolean option = first.startsWith("-");
        List<String> similar = new UnmatchedArgumentException(called, List.of(first))
                .getSuggestions().stream()
                        .filter(suggestion -> suggestion.startsWith("-") == option)
                        .sorted(UserError.mostSimilarTo(first))
                        .toList();
        String what = option ? "unknown option" : verb ? "unknown verb" : "unexpected argument";
        return what + " '" + first + "'" + (similar.isEmpty() ? "" : "; did you mean " + similar.getFirst() + "?");
    }
}
