package io.wellstream.trainer;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wellstream.imaging.testing.Rooms;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String ROOT = "io.wellstream.trainer";
    private static final String[] DL4J = {"org.nd4j..", "org.deeplearning4j.."};
    private static final String[] TORCH = {"org.bytedeco.pytorch.."};
    private static final String[] NATIVE = {"org.bytedeco.."};
    private static final String[] FRAMEWORK = {
        "io.quarkus..", "jakarta..", "org.eclipse.microprofile..", "io.smallrye.."
    };

    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms(ROOT);
    }

    @Test
    void anEnginesLibraryIsUsedOnlyInItsPackage() {
        usedOnlyIn(DL4J, ROOT + ".engine.dl4j..");
        usedOnlyIn(TORCH, ROOT + ".engine.torch..");
        usedOnlyIn(NATIVE, ROOT + ".engine.dl4j..", ROOT + ".engine.torch..");
    }

    @Test
    void anEngineIsKnownOnlyWhereEnginesAreStarted() {
        for (String engine : List.of(".engine.dl4j", ".engine.torch")) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "..")
                    .and()
                    .resideOutsideOfPackages(ROOT + engine + "..", ROOT + ".engine.start..")
                    .and(not(simpleName("TrainerShell")))
                    .and(not(resideInAPackage(ROOT + ".bench..")))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + engine + "..")
                    .check(classes);
        }
    }

    private void usedOnlyIn(String[] library, String... packages) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .check(classes);
    }

    @Test
    void quarkusIsUsedOnlyInTheRootAndInHttp() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackages(ROOT, ROOT + ".http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORK)
                .check(classes);
    }

    @Test
    void planningNeedsNeitherKafkaNorTheEngine() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".plan..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.wellstream.wire.kafka..", ROOT + ".engine..")
                .check(classes);
    }
}
