package io.wellstream.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wellstream.imaging.testing.Rooms;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String ROOT = "io.wellstream.trainer";
    private static final String[] ENGINE = {"org.nd4j..", "org.deeplearning4j..", "org.bytedeco.."};
    private static final String[] FRAMEWORK = {
        "io.quarkus..", "jakarta..", "org.eclipse.microprofile..", "io.smallrye.."
    };

    private final JavaClasses classes = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms(ROOT);
    }

    @Test
    void theEnginesLibraryIsUsedOnlyInItsPackage() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "..")
                .and()
                .resideOutsideOfPackage(ROOT + ".engine.dl4j..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ENGINE)
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
