package io.wellstream.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.cli.link.SystemOnDisk;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mistakes in the arguments of a command: one line that names what is wrong. */
class MistakesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aMisspeltOptionIsNamedBeforeAMissingOne() {
        assertThat(error(2, "predict", "--datset", "demo", "HUVEC-05/1/B03"))
                .isEqualTo("wellstream: unknown option '--datset'; did you mean --dataset?");
        assertThat(error(2, "look", "--dataset", "demo", "--plat", "HUVEC-01/1"))
                .isEqualTo("wellstream: unknown option '--plat'; did you mean --plate?");
    }

    @Test
    void aMisspeltVerbIsNamed() {
        assertThat(error(2, "predcit")).isEqualTo("wellstream: unknown verb 'predcit'; did you mean predict?");
        assertThat(error(2, "trian", "--dataset", "demo"))
                .isEqualTo("wellstream: unknown verb 'trian'; did you mean train?");
    }

    @Test
    void aMissingOptionIsNamed() {
        assertThat(error(2, "stats")).isEqualTo("wellstream: Missing required option: '--dataset=NAME'");
        assertThat(error(2, "look", "--dataset", "demo"))
                .isEqualTo("wellstream: Missing required argument (specify one of these): (--plate=PLATE |"
                        + " --treatment=LABEL)");
    }

    @Test
    void trainNeedsADataSetOrARun() {
        assertThat(error(2, "train"))
                .isEqualTo("wellstream: Missing required argument (specify one of these): (--dataset=NAME |"
                        + " --resume=RUN | --follow=RUN)");
        assertThat(error(2, "train", "--resume", "huvec-1", "--dataset", "rxrx1"))
                .startsWith("wellstream: --dataset=NAME, --resume=RUN are mutually exclusive");
    }

    @Test
    void anOptionThatCannotChangeInAResumedRunIsNamed() {
        assertThat(error(2, "train", "--resume", "huvec-1", "--network", "six-branch"))
                .isEqualTo("wellstream: --network does not go with --resume; it goes with: --epochs, --rate,"
                        + " --schedule, --patience, --checkpoint-minutes, --data, --detach, --verbose");
        assertThat(error(2, "train", "--follow", "huvec-1", "--epochs", "3"))
                .startsWith("wellstream: --epochs does not go with --follow");
    }

    @Test
    void aValueOfTheWrongTypeIsNamed() {
        assertThat(error(2, "demo", "--epochs", "many"))
                .isEqualTo("wellstream: Invalid value for option '--epochs': 'many' is not a whole number");
    }

    @Test
    void aPictureIsPngOrJpegAndItsFolderExists() {
        assertThat(look("plate.gif"))
                .isEqualTo("wellstream: cannot write a picture to " + folder.resolve("plate.gif")
                        + "; expected a name that ends in .png, .jpg or .jpeg");
        assertThat(look("absent/plate.png"))
                .isEqualTo("wellstream: cannot write " + folder.resolve("absent/plate.png") + ": folder "
                        + folder.resolve("absent") + " does not exist");
    }

    @Test
    void wrongNumbersAreFoundBeforeAnythingIsStarted() {
        String data = folder.resolve("data").toString();

        assertThat(error(1, "up", "--data", data, "--workers", "0"))
                .isEqualTo("wellstream: --workers 0; expected 1 to 64");
        assertThat(error(1, "demo", "--data", data, "--epochs", "0"))
                .isEqualTo("wellstream: epochs 0; expected 1 or more");
        assertThat(error(1, "demo", "--data", data, "--effect", "11"))
                .isEqualTo("wellstream: effect 11.0; expected 0 to 10.0");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedBeforeAnyWork() throws Exception {
        Path report = Files.writeString(folder.resolve("a.csv.report.json"), "mine");
        String absent = folder.resolve("absent/a.csv").toString();

        assertThat(error(1, "submit", "--dataset", "demo", "--out", absent))
                .startsWith("wellstream: cannot write " + absent);
        assertThat(error(
                        1,
                        "submit",
                        "--dataset",
                        "demo",
                        "--out",
                        folder.resolve("a.csv").toString()))
                .isEqualTo("wellstream: " + report + " already exists; name another file, or replace it with --force");
        for (String verb : new String[] {"stats", "export"}) {
            assertThat(error(1, verb, "--dataset", "demo", "--out", absent))
                    .isEqualTo("wellstream: cannot write " + absent + ": folder " + folder.resolve("absent")
                            + " does not exist");
        }
        assertThat(error(1, "ingest", "screen", "--problems", report.toString()))
                .isEqualTo("wellstream: " + report + " already exists; name another file, or replace it with --force");
        assertThat(report).hasContent("mine");
    }

    @Test
    void upRefusesAFolderThatIsNotASystems() throws Exception {
        Path file = Files.writeString(folder.resolve("mine"), "mine");

        assertThat(error(1, "up", "--data", folder.toString()))
                .isEqualTo("wellstream: data folder " + folder + " holds files that are not a system's: mine; name an"
                        + " empty folder with --data");
        assertThat(error(1, "up", "--data", file.toString()))
                .isEqualTo("wellstream: data folder " + file + " is a file; name a folder with --data");
        assertThat(folder.toFile().list()).containsExactly("mine");
    }

    @Test
    void upSaysWhatARunningSystemIgnores() throws Exception {
        SystemOnDisk system = new SystemOnDisk(folder);
        system.runsAt(URI.create("http://127.0.0.1:9"), ProcessHandle.current().pid());
        String data = folder.toString();

        assertThat(error(1, "up", "--data", data, "--workers", "3"))
                .isEqualTo(
                        "wellstream: a system already runs on " + folder + " and is not changed by --workers 3 (it has"
                                + " 1); to start it anew, stop it with: ./wellstream down --data " + folder
                                + ", and repeat this command; runs that are under way continue then");
        assertThat(error(1, "up", "--data", data, "--workers", "1", "--trainers", "2"))
                .contains("--trainers 2 (it has 1)");
        assertThat(Main.line()
                        .setOut(new PrintWriter(new StringWriter()))
                        .execute("up", "--data", data, "--workers", "1"))
                .isZero();
    }

    @Test
    void upSaysThatASystemIsStarting() throws Exception {
        new SystemOnDisk(folder).isHeldBy(ProcessHandle.current().pid());

        assertThat(error(1, "up", "--data", folder.toString()))
                .startsWith("wellstream: a system on " + folder + " is starting or stopping (process ");
        assertThat(error(1, "status", "--data", folder.toString()))
                .startsWith("wellstream: the system on " + folder + " is starting or stopping (process ");
    }

    @Test
    void aSystemThatDoesNotRunIsNamedWithItsFolder() {
        assertThat(error(1, "status", "--data", folder.toString()))
                .startsWith("wellstream: no system runs on " + folder + "; start one with: ./wellstream up --data "
                        + folder);
    }

    @Test
    void aFolderThatIsNotADemosIsNotEmptied() throws Exception {
        Files.writeString(folder.resolve("mine"), "mine");

        assertThat(error(1, "demo", "--data", folder.toString()))
                .contains(folder + " is not empty and not a demo's folder");
        assertThat(folder.resolve("mine")).hasContent("mine");
    }

    private String look(String file) {
        return error(
                1,
                "look",
                "--dataset",
                "demo",
                "--plate",
                "HUVEC-01/1",
                "--out",
                folder.resolve(file).toString());
    }

    /** The first line of the error; a wrong call adds a line that names its help. */
    private static String error(int code, String... arguments) {
        StringWriter err = new StringWriter();
        int exit = Main.line().setErr(new PrintWriter(err, true)).execute(arguments);
        assertThat(exit).as(err.toString()).isEqualTo(code);
        assertThat(err.toString().lines()).hasSize(code == 2 ? 2 : 1);
        return err.toString().lines().findFirst().orElseThrow();
    }
}
