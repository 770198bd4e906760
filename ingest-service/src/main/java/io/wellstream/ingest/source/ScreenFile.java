package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.ImagePattern;
import io.wellstream.imaging.screen.Imaging;
import io.wellstream.imaging.screen.Levels;
import io.wellstream.imaging.screen.MetadataColumns;
import io.wellstream.imaging.screen.PlateDesign;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.imaging.screen.WellPosition;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.InvalidScreenException;
import io.wellstream.ingest.files.SourceFiles;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The contents of {@code screen.yaml}: the screen and, if declared, the layout of its plates. A screen without the file is RxRx1 in the
 * published form that its tables have; a key left out has RxRx1's value, but another screen never gets RxRx1's layout.
 *
 * @param charset the encoding of the tables
 * @param table the table that the file maps to wells; empty if the screen has the tables of RxRx1
 * @param sitesVary whether a plate may have fewer sites than the screen; every plate of RxRx1 has both
 * @param masksChannels whether a site that has lost one channel is kept, with the channel masked
 */
public record ScreenFile(
        Screen screen,
        Layout layout,
        Charset charset,
        boolean sitesVary,
        boolean masksChannels,
        Optional<DescribedTable> table) {
    public static final String NAME = "screen.yaml";

    /** The cell type in the list of a screen whose table has a column of cell types. */
    static final CellType ANY_CELL_TYPE = new CellType("any");

    private static final long MOST_BYTES = 1L << 20;

    public static ScreenFile rxrx1() {
        return rxrx1(Screen.rxrx1());
    }

    /** The same with the cell types of the rows, if the file lists none. */
    ScreenFile withCellTypesOf(List<MetadataRow> rows) {
        if (!screen.cellTypes().contains(ANY_CELL_TYPE) || rows.isEmpty()) {
            return this;
        }
        List<CellType> found =
                rows.stream().map(MetadataRow::cellType).distinct().sorted().toList();
        Screen known = new Screen(screen.name(), found, screen.imaging(), screen.plates(), screen.columns());
        return new ScreenFile(known, layout, charset, sitesVary, masksChannels, table);
    }

    private static ScreenFile rxrx1(Screen published) {
        return new ScreenFile(published, Layout.rxrx1(), StandardCharsets.UTF_8, false, false, Optional.empty());
    }

    /** Reads the screen's description; throws {@link InvalidScreenException} naming the key that is wrong. */
    static ScreenFile read(SourceFiles files) {
        Screen published = PublishedForm.of(files);
        try {
            Optional<byte[]> bytes = files.read(NAME, MOST_BYTES);
            return bytes.isEmpty() ? rxrx1(published) : parse(text(bytes.get()), published);
        } catch (BadFileException e) {
            throw new InvalidScreenException(
                    NAME + ": " + e.finding().problem() + "; expected "
                            + e.finding().expected(),
                    e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidScreenException(NAME + " is not UTF-8", e);
        }
    }

    static ScreenFile parse(String text) {
        return parse(text, Screen.rxrx1());
    }

    /** @param known has the values of the keys that are left out */
    private static ScreenFile parse(String text, Screen known) {
        YamlNode root = YamlNode.parse(NAME, text)
                .only(
                        "name",
                        "cell-types",
                        "images",
                        "channels",
                        "sites",
                        "bit-depth",
                        "plates",
                        "layout",
                        "metadata",
                        "rgb",
                        "lost-channels",
                        "table",
                        "tables");
        if (root.has("tables") && !root.has("table")) {
            throw new InvalidScreenException(
                    NAME + ": 'tables' without 'table'; expected the table that they are joined with");
        }
        List<YamlNode> others = root.children("tables");
        ScreenFile described = new ScreenFile(
                root.as(node -> screen(node, known)),
                root.child("layout").as(ScreenFile::layout),
                root.child("metadata").as(ScreenFile::charset),
                true,
                root.as(ScreenFile::masksChannels),
                root.has("table")
                        ? Optional.of(root.child("table").as(table -> DescribedTableKeys.table(table, others)))
                        : Optional.empty());
        if (described.masksChannels && described.screen.imaging().pattern().allChannels()) {
            throw new InvalidScreenException(
                    NAME
                            + ": 'lost-channels: mask' where one file holds all channels of a site; expected a file per channel");
        }
        return described;
    }

    private static boolean masksChannels(YamlNode root) {
        String lost = root.text("lost-channels").orElse("leave-out");
        return switch (lost) {
            case "mask" -> true;
            case "leave-out" -> false;
            default ->
                throw new IllegalArgumentException("lost-channels '" + lost
                        + "'; expected mask, or leave-out for leaving out sites that have lost a channel");
        };
    }

    private static Charset charset(YamlNode metadata) {
        String name = metadata.text("encoding").orElse(StandardCharsets.UTF_8.name());
        String known = name.equalsIgnoreCase("latin-1") ? StandardCharsets.ISO_8859_1.name() : name;
        try {
            return Charset.forName(known);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "encoding '" + name + "' is not known; expected e.g. UTF-8, ISO-8859-1 or windows-1252", e);
        }
    }

    private static Screen screen(YamlNode root, Screen known) {
        List<CellType> declared =
                root.texts("cell-types").stream().map(CellType::new).toList();
        List<CellType> cellTypes = declared.isEmpty() && root.has("table") ? List.of(ANY_CELL_TYPE) : declared;
        return new Screen(
                root.text("name").orElse(known.name()),
                cellTypes.isEmpty() ? known.cellTypes() : cellTypes,
                imaging(root, known.imaging()),
                root.child("plates").as(plates -> plates(plates, known.plates())),
                root.child("metadata").as(columns -> columns(columns, known.columns())));
    }

    private static Imaging imaging(YamlNode root, Imaging known) {
        List<Channel> channels = root.children("channels").stream()
                .map(channel -> channel.as(ScreenFile::channel))
                .toList();
        boolean levels = channels.stream().anyMatch(channel -> channel.levels().isPresent());
        return new Imaging(
                channels.isEmpty() ? known.channels() : channels,
                root.number("sites", known.sites()),
                root.number("bit-depth", levels ? 16 : known.bitDepth()),
                pattern(root, channels).orElse(known.pattern()));
    }

    private static Optional<ImagePattern> pattern(YamlNode root, List<Channel> channels) {
        boolean rgb = root.text("rgb").map("true"::equals).orElse(false);
        boolean pages = channels.stream().anyMatch(channel -> channel.page() > 0);
        return root.text("images").map(text -> {
            boolean allChannels = rgb || (pages && !text.contains("{channel"));
            return new ImagePattern(text, allChannels, allChannels || root.has("table"));
        });
    }

    private static Channel channel(YamlNode channel) {
        channel.only("number", "stain", "black", "white", "page");
        if (channel.has("black") != channel.has("white")) {
            throw new IllegalArgumentException(
                    "only one of black and white; expected both, or neither to keep the images' bits");
        }
        Optional<Levels> levels = channel.has("black")
                ? Optional.of(new Levels(channel.number("black", 0), channel.number("white", 0)))
                : Optional.empty();
        int page = channel.number("page", 0);
        if (channel.has("page") && page < 1) {
            throw new IllegalArgumentException("page " + page + "; expected 1 or more");
        }
        return new Channel(channel.number("number", 0), channel.text("stain").orElse(""), levels, page);
    }

    private static PlateDesign plates(YamlNode plates, PlateDesign known) {
        plates.only("rows", "columns", "treatment-repeats");
        return new PlateDesign(
                plates.number("rows", known.rows()),
                plates.number("columns", known.columns()),
                plates.number("treatment-repeats", 0));
    }

    private static MetadataColumns columns(YamlNode columns, MetadataColumns known) {
        columns.only("label", "control", "negative-control", "positive-control", "encoding");
        return new MetadataColumns(
                columns.text("label").orElse(known.label()),
                columns.text("control").orElse(known.control()),
                columns.text("negative-control").orElse(known.negativeControl()),
                columns.text("positive-control").orElse(known.positiveControl()));
    }

    private static Layout layout(YamlNode layout) {
        layout.only("used", "positive-controls", "treatments", "labels");
        int treatments = layout.number("treatments", 0);
        Optional<Layout.Block> used = layout.text("used").map(Layout.Block::parse);
        List<WellPosition> controls = layout.texts("positive-controls").stream()
                .map(WellPosition::parse)
                .toList();
        return new Layout(used, new HashSet<>(controls), treatments, layout.number("labels", 0));
    }
}
