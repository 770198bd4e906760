package io.wellstream.ingest.table;

import io.wellstream.imaging.screen.WellSpelling;
import io.wellstream.ingest.files.BadFileException;
import io.wellstream.ingest.files.Finding;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The index that Harmony, the software of Operetta and Opera Phenix, writes next to its images ({@code Index.idx.xml}): a table with a
 * row per image. Document type declarations, and with them entities, are refused.
 */
final class HarmonyIndex {
    /** The columns of the table; {@code PathName} is the folder of the index. */
    static final List<String> COLUMNS = List.of(
            "Plate",
            "Well",
            "Row",
            "Column",
            "Field",
            "Plane",
            "Timepoint",
            "Channel",
            "ChannelName",
            "State",
            "FileName",
            "PathName");

    private static final String ROOT = "EvaluationInputData";
    private static final String EXPECTED = "an index of Harmony (" + ROOT + ")";
    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 10_000;

    private final String folder;
    private final int mostRows;
    private final Deque<String> open = new ArrayDeque<>();
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> plate = new HashMap<>();
    private final Map<String, String> image = new HashMap<>();
    private final Map<String, String> channelNames = new HashMap<>();
    private final List<Map<String, String>> images = new ArrayList<>();
    private String channel = "";

    private HarmonyIndex(String folder, int mostRows) {
        this.folder = folder;
        this.mostRows = mostRows;
    }

    /** Whether a file is to be read as an index, by its name. */
    static boolean isNamed(String name) {
        return name.endsWith(".xml");
    }

    /**
     * Reads the first images of an index.
     *
     * @param name its path in the screen
     */
    static CsvText read(String name, byte[] file, int mostRows) throws BadFileException {
        HarmonyIndex index = new HarmonyIndex(name.substring(0, Math.max(0, name.lastIndexOf('/'))), mostRows);
        try {
            index.parse(file);
        } catch (XMLStreamException e) {
            String line =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNumber();
            throw new BadFileException(new Finding("the file is not valid XML" + line, EXPECTED));
        }
        return new CsvText(COLUMNS, index.rows());
    }

    private void parse(byte[] file) throws XMLStreamException, BadFileException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(file));
        while (xml.hasNext() && images.size() < mostRows) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> begin(xml);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> add(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
                case XMLStreamConstants.DTD ->
                    throw new BadFileException(new Finding("the file has a document type declaration", EXPECTED));
                default -> {} // comments and the like
            }
        }
        xml.close();
    }

    private void begin(XMLStreamReader xml) throws BadFileException {
        String name = xml.getLocalName();
        if (open.isEmpty() && !name.equals(ROOT)) {
            throw new BadFileException(new Finding("the file is XML of the kind '" + shown(name) + "'", EXPECTED));
        }
        if (open.size() >= DEEPEST) {
            throw new BadFileException(new Finding("the file is nested too deeply", EXPECTED));
        }
        if (isIn("Image") && name.equals("URL")) {
            checkBuffer(xml.getAttributeValue(null, "BufferNo"));
        }
        if (name.equals("Entry")) {
            channel = String.valueOf(xml.getAttributeValue(null, "ChannelID"));
        }
        open.push(name);
        text.setLength(0);
    }

    /** Columbus writes all images of a field into one file and counts them. */
    private static void checkBuffer(@Nullable String number) throws BadFileException {
        if (number != null && !number.isBlank() && !number.strip().equals("0")) {
            throw new BadFileException(new Finding(
                    "the index names image " + shown(number) + " of a file that holds several",
                    "one image in a file, as Harmony exports them"));
        }
    }

    private void add(String more) {
        if (text.length() < LONGEST_TEXT) {
            text.append(more, 0, Math.min(more.length(), LONGEST_TEXT));
        }
    }

    private void end(String name) {
        open.pop();
        String value = text.toString().strip();
        text.setLength(0);
        if (name.equals("Image") && isIn("Images")) {
            images.add(Map.copyOf(image));
            image.clear();
        } else if (isIn("Image")) {
            image.put(name, value);
        } else if (isIn("Plate")) {
            plate.putIfAbsent(name, value);
        } else if (isIn("Entry") && name.equals("ChannelName")) {
            channelNames.put(channel, value);
        }
    }

    private boolean isIn(String parent) {
        return parent.equals(open.peek());
    }

    private List<List<String>> rows() {
        String name = plate.getOrDefault("Name", "");
        String plateName = name.isEmpty() ? plate.getOrDefault("PlateID", "") : name;
        return images.stream().map(found -> row(plateName, found)).toList();
    }

    private List<String> row(String plateName, Map<String, String> found) {
        String row = found.getOrDefault("Row", "");
        String column = found.getOrDefault("Col", "");
        String number = found.getOrDefault("ChannelID", "");
        return List.of(
                plateName,
                well(row, column),
                row,
                column,
                found.getOrDefault("FieldID", ""),
                found.getOrDefault("PlaneID", ""),
                found.getOrDefault("TimepointID", ""),
                number,
                found.getOrDefault("ChannelName", channelNames.getOrDefault(number, "")),
                found.getOrDefault("State", ""),
                found.getOrDefault("URL", ""),
                folder);
    }

    /** As text, e.g. {@code B03}; as in the file if it is impossible, which is reported with its row. */
    private static String well(String row, String column) {
        try {
            return WellSpelling.parse(row, column).toString();
        } catch (IllegalArgumentException impossible) {
            return row + "/" + column;
        }
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
