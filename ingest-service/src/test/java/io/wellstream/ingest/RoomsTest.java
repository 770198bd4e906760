package io.wellstream.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.wellstream.imaging.testing.Rooms;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RoomsTest {
    @Test
    void packagesAreSubjectsWithoutCircles() {
        Rooms.assertRooms("io.wellstream.ingest");
    }

    @Test
    void onlyTheRootAndHttpKnowQuarkusAndJakarta() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.wellstream.ingest", "io.wellstream.ingest.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..", "io.smallrye..", "jakarta..", "org.eclipse.microprofile..", "org.jboss..")
                .check(new ClassFileImporter().importPath(Path.of("target", "classes")));
    }
}
