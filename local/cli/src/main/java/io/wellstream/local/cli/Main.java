package io.wellstream.local.cli;

import io.opentelemetry.context.Scope;
import io.wellstream.local.cli.link.UnreachableException;
import io.wellstream.local.cli.profile.MapVerb;
import io.wellstream.local.cli.profile.ProfilesVerb;
import io.wellstream.local.cli.screen.DescribeVerb;
import io.wellstream.local.cli.screen.QcVerb;
import io.wellstream.local.cli.study.RetrainVerb;
import io.wellstream.local.cli.study.SweepVerb;
import io.wellstream.local.cli.verb.CancelVerb;
import io.wellstream.local.cli.verb.DemoVerb;
import io.wellstream.local.cli.verb.DownVerb;
import io.wellstream.local.cli.verb.ExportVerb;
import io.wellstream.local.cli.verb.IngestVerb;
import io.wellstream.local.cli.verb.LookVerb;
import io.wellstream.local.cli.verb.ModelsVerb;
import io.wellstream.local.cli.verb.PredictVerb;
import io.wellstream.local.cli.verb.PromoteVerb;
import io.wellstream.local.cli.verb.PublishVerb;
import io.wellstream.local.cli.verb.RollbackVerb;
import io.wellstream.local.cli.verb.ServeVerb;
import io.wellstream.local.cli.verb.SimulateVerb;
import io.wellstream.local.cli.verb.SoakVerb;
import io.wellstream.local.cli.verb.StatsVerb;
import io.wellstream.local.cli.verb.StatusVerb;
import io.wellstream.local.cli.verb.SubmitVerb;
import io.wellstream.local.cli.verb.TrainVerb;
import io.wellstream.local.cli.verb.UpVerb;
import io.wellstream.local.cli.verb.bench.BenchVerb;
import io.wellstream.local.launcher.LauncherLog;
import io.wellstream.wire.Trace;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The command {@code wellstream}. */
@Command(
        name = "wellstream",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Turns the images of a high-content cell screen into a classifier of treatments, and serves it.",
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:Failed; the last line says why.",
            "2:The arguments are wrong.",
            "3:The system stopped, or a part of it does not answer; repeat the command."
        },
        footer = {
            "",
            "Start here:                                ./wellstream demo",
            "Help on a verb:                            ./wellstream VERB --help",
            "Build with all checks and run all tests:   ./wellstream test"
        },
        subcommands = {
            DemoVerb.class,
            UpVerb.class,
            DownVerb.class,
            ServeVerb.class,
            SimulateVerb.class,
            DescribeVerb.class,
            IngestVerb.class,
            TrainVerb.class,
            RetrainVerb.class,
            SweepVerb.class,
            CancelVerb.class,
            PublishVerb.class,
            StatusVerb.class,
            ModelsVerb.class,
            PromoteVerb.class,
            RollbackVerb.class,
            PredictVerb.class,
            SubmitVerb.class,
            ExportVerb.class,
            LookVerb.class,
            StatsVerb.class,
            QcVerb.class,
            ProfilesVerb.class,
            MapVerb.class,
            SoakVerb.class,
            BenchVerb.class
        })
public final class Main implements Callable<Integer> {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    private @Nullable CommandLine commandLine;

    public static void main(String[] arguments) {
        try (Scope _ = Trace.continued(System.getenv().getOrDefault("TRACEPARENT", ""))) {
            System.exit(run(arguments));
        }
    }

    /** Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong arguments, 3 the system does not answer. */
    static int run(String... arguments) {
        silenceLibraries();
        return line().execute(arguments);
    }

    /** The command as it is parsed and run; an error takes one line. */
    public static CommandLine line() {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        main.commandLine = line;
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, failed, parsed) -> main.report(failure, failed));
        line.setParameterExceptionHandler((failure, ignored) -> wrongCall(failure));
        line.setExecutionStrategy(Main::runAndFlush);
        return line;
    }

    /** The last line of a verb may have no end, which is what makes the writers flush by themselves. */
    private static int runAndFlush(ParseResult parsed) {
        try {
            return new RunLast().execute(parsed);
        } finally {
            parsed.asCommandLineList().forEach(command -> {
                command.getOut().flush();
                command.getErr().flush();
            });
        }
    }

    /** The logs of libraries go to the launcher's log, if one is started, and never to the terminal. */
    private static void silenceLibraries() {
        LauncherLog.silence();
        Logger.getLogger("").setLevel(Level.OFF);
    }

    @Override
    public Integer call() {
        if (commandLine != null) {
            commandLine.usage(commandLine.getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }

    private int report(Exception failure, CommandLine failed) {
        PrintWriter err = failed.getErr();
        err.println("wellstream: " + oneLine(failure));
        if (verbose) {
            failure.printStackTrace(err);
        }
        return failure instanceof UnreachableException ? UnreachableException.EXIT_CODE : CommandLine.ExitCode.SOFTWARE;
    }

    private static String oneLine(Throwable failure) {
        return said(failure).replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String said(Throwable failure) {
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().strip();
        return switch (failure) {
            case NoSuchFileException _ -> "file or folder " + message + " does not exist";
            case AccessDeniedException _ -> "permission denied: " + message;
            case NotDirectoryException _ -> message + " is not a folder";
            case FileAlreadyExistsException _ -> message + " already exists";
            case FileSystemException file when file.getReason() == null -> "cannot read or write " + message;
            default -> message.isEmpty() ? failure.toString() : message;
        };
    }

    private static int wrongCall(CommandLine.ParameterException failure) {
        CommandLine called = failure.getCommandLine();
        called.getErr().println("wellstream: " + WrongCalls.describe(failure));
        called.getErr().println("See: ./" + called.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }
}
