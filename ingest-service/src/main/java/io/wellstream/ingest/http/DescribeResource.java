package io.wellstream.ingest.http;

import io.smallrye.common.annotation.Blocking;
import io.wellstream.imaging.pixels.BadImageException;
import io.wellstream.imaging.pixels.GreyImage;
import io.wellstream.imaging.pixels.Plane;
import io.wellstream.imaging.pixels.SiteImage;
import io.wellstream.imaging.render.Composite;
import io.wellstream.imaging.render.Palette;
import io.wellstream.imaging.render.PngFile;
import io.wellstream.imaging.screen.Levels;
import io.wellstream.ingest.ConfiguredSources;
import io.wellstream.ingest.IngestConfig;
import io.wellstream.ingest.describe.Describer;
import io.wellstream.ingest.describe.Proposal;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.SourceFiles;
import io.wellstream.ingest.pixels.ImageFile;
import io.wellstream.ingest.pixels.ImageSize;
import io.wellstream.ingest.source.Sources;
import io.wellstream.shell.StoreSettings;
import io.wellstream.shell.access.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Proposals of {@code screen.yaml} over HTTP. */
@Path("/v1/describe")
@Blocking
@RolesAllowed(Roles.OPERATE)
public class DescribeResource {
    private final Sources sources;
    private final long imageBytes;

    public DescribeResource(IngestConfig config, StoreSettings store) {
        this.sources = ConfiguredSources.of(config, store.config());
        this.imageBytes = config.imageBytes();
    }

    /** A request to look at a folder or archive. */
    public record Request(@Nullable String source) {}

    /**
     * What was found.
     *
     * @param picture a PNG of one site, Base64 in JSON; empty if none can be drawn
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Description(String yaml, List<String> questions, byte[] picture) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Description describe(@Nullable Request request) {
        if (request == null || request.source() == null) {
            throw new IllegalArgumentException("the request needs a source");
        }
        try (SourceFiles files = sources.files(sources.place(request.source()))) {
            Proposal proposal = Describer.describe(files, imageBytes);
            return new Description(proposal.yaml(), proposal.questions(), picture(files, proposal.site()));
        }
    }

    private byte[] picture(SourceFiles files, List<Proposal.Image> site) {
        List<Plane> planes = new ArrayList<>();
        try {
            for (Proposal.Image image : site) {
                byte[] bytes = files.read(image.path(), imageBytes).orElse(new byte[0]);
                GreyImage grey = ImageFile.of(bytes).page(image.page());
                Optional<Levels> levels = image.levels().filter(some -> grey.bits() == 16);
                planes.add(levels.isPresent() ? grey.plane(levels.get()) : grey.plane());
            }
        } catch (BadImageException | BadFileException e) {
            return new byte[0]; // asked about in the questions
        }
        if (planes.stream().map(ImageSize::of).distinct().count() != 1) {
            return new byte[0];
        }
        SiteImage decoded = new SiteImage(planes);
        return PngFile.encode(Composite.of(decoded, Palette.of(planes.size()).fittedTo(List.of(decoded))));
    }
}
