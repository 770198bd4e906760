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

/** Holds the arrows between the modules: imaging and proto below wire, wire and shell below the services, the services beside each other. */
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
            "scorer-service");
    private static final List<String> SERVICES = List.of("ingest", "augment", "trainer", "scorer");
    private static final String[] ENGINE = {"org.nd4j..", "org.deeplearning4j.."};
    private static final String[] FRAMEWORK = {
        "io.quarkus..",
        "jakarta.enterprise..",
        "jakarta.inject..",
        "jakarta.ws.rs..",
        "org.eclipse.microprofile..",
        "io.smallrye.."
    };

    /** What starts and stops a service, what it is told and asked. */
    private static final String EDGE =
            ".*(Shell|Config|Readiness|Endpoint|CallRefusals|StreamRefusals|Resource|IngestErrors|RunErrors)(\\$.*)?";

    private static final JavaClasses ALL = new ClassFileImporter()
            .importPaths(MODULES.stream()
                    .map(module -> classesOf(module))
                    .filter(Files::isDirectory)
                    .toList());

    @Test
    void everyModuleIsLookedAt() {
        assertThat(MODULES).allSatisfy(module -> assertThat(classesOf(module))
                .as("compiled classes; build the whole project first")
                .isDirectory());
    }

    @Test
    void imagingNeedsThePlatformAlone() {
        classes()
                .that(resideInAPackage("io.wellstream.imaging.."))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wellstream.imaging..", "java..", "javax.imageio..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void theSimulatorKnowsImagingAlone() {
        classes()
                .that(resideInAPackage("io.wellstream.simulator.."))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wellstream.simulator..", "io.wellstream.imaging..", "java..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void messagesKnowNothingOfOurs() {
        noClasses()
                .that(resideInAPackage("io.wellstream.proto.."))
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.wellstream..").and(not(resideInAPackage("io.wellstream.proto.."))))
                .check(ALL);
    }

    @Test
    void wireKnowsNeitherTheServicesNorTheirFramework() {
        noClasses()
                .that(resideInAPackage("io.wellstream.wire.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORK)
                        .or(resideInAnyPackage(
                                SERVICES.stream().map(ArrowsTest::packageOf).toArray(String[]::new))))
                .check(ALL);
    }

    @Test
    void whatTheServicesShareKnowsNoService() {
        noClasses()
                .that(resideInAPackage("io.wellstream.shell.."))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        SERVICES.stream().map(ArrowsTest::packageOf).toArray(String[]::new)))
                .check(ALL);
    }

    @Test
    void noServiceKnowsAnother() {
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
    void nothingKnowsTheLauncher() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.wellstream.local.."))
                .check(ALL);
    }

    @Test
    void theTrainingEngineStaysInItsPackage() {
        noClasses()
                .that(resideInAPackage("io.wellstream.."))
                .and(not(resideInAPackage("io.wellstream.trainer.engine.dl4j..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(ENGINE))
                .check(ALL);
    }

    @Test
    void quarkusIsMetOnlyAtTheEdgeOfAService() {
        noClasses()
                .that(resideInAPackage("io.wellstream.."))
                .and(not(resideInAPackage("io.wellstream.shell..")))
                .and()
                .haveNameNotMatching(EDGE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORK))
                .check(ALL);
    }

    private static Path classesOf(String module) {
        return LocalConfig.builtProject().resolve(module).resolve("target/classes");
    }

    private static String packageOf(String service) {
        return "io.wellstream." + service + "..";
    }
}
