package io.wellstream.local.endtoend;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wellstream.local.launcher.LocalConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which module may depend on which, as the code map in ARCHITECTURE.md says. */
class ArrowsTest {
    private static final List<String> MODULES = List.of(
            "proto",
            "imaging",
            "simulator",
            "wire",
            "shell",
            "ingest-service",
            "augment-service",
            "trainer-service",
            "scorer-service",
            "local/status",
            "local/launcher",
            "local/cli");
    private static final List<String> SERVICES = List.of("ingest", "augment", "trainer", "scorer");
    private static final String[] DL4J = {"org.nd4j..", "org.deeplearning4j.."};
    private static final String[] TORCH = {"org.bytedeco.pytorch.."};
    private static final String[] FRAMEWORK = {
        "io.quarkus..",
        "jakarta.enterprise..",
        "jakarta.inject..",
        "jakarta.ws.rs..",
        "org.eclipse.microprofile..",
        "io.smallrye.."
    };

    /** The packages that start, stop, configure and serve a service. */
    private static final String[] EDGE = {
        "io.wellstream.shell..",
        "io.wellstream.ingest",
        "io.wellstream.ingest.http",
        "io.wellstream.augment",
        "io.wellstream.trainer",
        "io.wellstream.trainer.http",
        "io.wellstream.scorer",
        "io.wellstream.scorer.grpc"
    };

    private static final String TEMPLATES = "io.quarkus.qute..";

    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> classesOf(module))
                    .filter(Files::isDirectory)
                    .toList());

    @Test
    void everyModuleIsChecked() {
        assertThat(MODULES).allSatisfy(module -> assertThat(classesOf(module))
                .as("compiled classes; build the whole project first")
                .isDirectory());
    }

    @Test
    void imagingDependsOnThePlatformOnly() {
        classes()
                .that(resideInAPackage("io.wellstream.imaging.."))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wellstream.imaging..", "java..", "javax.imageio..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void theSimulatorDependsOnImagingOnly() {
        classes()
                .that(resideInAPackage("io.wellstream.simulator.."))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wellstream.simulator..", "io.wellstream.imaging..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void messagesDependOnNothingOfOurs() {
        noClasses()
                .that(resideInAPackage("io.wellstream.proto.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.wellstream..").and(not(resideInAPackage("io.wellstream.proto.."))))
                .check(ALL);
    }

    @Test
    void wireDependsNeitherOnServicesNorOnTheirFramework() {
        noClasses()
                .that(resideInAPackage("io.wellstream.wire.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORK)
                        .or(resideInAnyPackage(
                                SERVICES.stream().map(ArrowsTest::packageOf).toArray(String[]::new))))
                .check(ALL);
    }

    @Test
    void shellDependsOnNoService() {
        noClasses()
                .that(resideInAPackage("io.wellstream.shell.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        SERVICES.stream().map(ArrowsTest::packageOf).toArray(String[]::new)))
                .check(ALL);
    }

    @Test
    void noServiceDependsOnAnother() {
        for (String service : SERVICES) {
            String[] others = SERVICES.stream()
                    .filter(other -> !other.equals(service))
                    .map(ArrowsTest::packageOf)
                    .toArray(String[]::new);
            noClasses()
                    .that(resideInAPackage(packageOf(service)))
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(others))
                    .check(ALL);
        }
    }

    @Test
    void nothingDependsOnTheLocalSystem() {
        noClasses()
                .that(not(resideInAPackage("io.wellstream.local..")))
                .should()
                .dependOnClassesThat(resideInAPackage("io.wellstream.local.."))
                .check(ALL);
    }

    @Test
    void theStatusPageDependsOnNothingOfOurs() {
        noClasses()
                .that(resideInAPackage("io.wellstream.local.status.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.wellstream..").and(not(resideInAPackage("io.wellstream.local.status.."))))
                .check(ALL);
    }

    @Test
    void theLauncherDoesNotDependOnTheCommandLine() {
        noClasses()
                .that(resideInAPackage("io.wellstream.local.launcher.."))
                .should()
                .dependOnClassesThat(resideInAPackage("io.wellstream.local.cli.."))
                .check(ALL);
    }

    @Test
    void theLocalSystemDoesNotDependOnServices() {
        noClasses()
                .that(resideInAPackage("io.wellstream.local.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        SERVICES.stream().map(ArrowsTest::packageOf).toArray(String[]::new)))
                .check(ALL);
    }

    @Test
    void eachTrainingEngineStaysInItsPackage() {
        staysIn("io.wellstream.trainer.engine.dl4j..", DL4J);
        staysIn("io.wellstream.trainer.engine.torch..", TORCH);
    }

    private static void staysIn(String engine, String... library) {
        noClasses()
                .that(resideInAPackage("io.wellstream.."))
                .and(not(resideInAPackage(engine)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(library))
                .check(ALL);
    }

    @Test
    void onlyTheEdgeOfAServiceDependsOnQuarkus() {
        noClasses()
                .that(resideInAPackage("io.wellstream.."))
                .and(not(resideInAnyPackage(EDGE)))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORK).and(not(resideInAPackage(TEMPLATES))))
                .check(ALL);
    }

    @Test
    void onlyTheReportUsesTemplates() {
        noClasses()
                .that(resideInAPackage("io.wellstream.."))
                .and(not(resideInAPackage("io.wellstream.scorer.report")))
                .should()
                .dependOnClassesThat(resideInAPackage(TEMPLATES))
                .check(ALL);
    }

    private static Path classesOf(String module) {
        return LocalConfig.builtProject().resolve(module).resolve("target/classes");
    }

    private static String packageOf(String service) {
        return "io.wellstream." + service + "..";
    }
}
