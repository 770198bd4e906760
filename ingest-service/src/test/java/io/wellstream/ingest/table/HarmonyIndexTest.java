package io.wellstream.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wellstream.ingest.files.BadFileException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HarmonyIndexTest {
    @Test
    void anImageIsARow() throws BadFileException {
        CsvText table = read("""
                <EvaluationInputData xmlns="http://www.perkinelmer.com/PEHH/HarmonyV3">
                  <Plates><Plate><PlateID>77</PlateID><Name>BR1</Name></Plate></Plates>
                  <Images><Image><id>1</id><State>Ok</State><URL BufferNo="0">r16c24f02p01-ch2.tiff</URL>
                    <Row>16</Row><Col>24</Col><FieldID>2</FieldID><PlaneID>1</PlaneID><TimepointID>0</TimepointID>
                    <ChannelID>2</ChannelID><ChannelName>DAPI</ChannelName></Image></Images>
                </EvaluationInputData>""");

        assertThat(table.header()).isEqualTo(HarmonyIndex.COLUMNS);
        assertThat(table.rows())
                .containsExactly(List.of(
                        "BR1",
                        "P24",
                        "16",
                        "24",
                        "2",
                        "1",
                        "0",
                        "2",
                        "DAPI",
                        "Ok",
                        "r16c24f02p01-ch2.tiff",
                        "a/Images"));
    }

    @Test
    void channelNamesMayBeInTheMaps() throws BadFileException {
        CsvText table = read("""
                <EvaluationInputData xmlns="http://www.perkinelmer.com/PEHH/HarmonyV6">
                  <Plates><Plate><PlateID>77</PlateID><Name/></Plate></Plates>
                  <Maps><Map><Entry ChannelID="1"><ChannelName>ER</ChannelName></Entry></Map></Maps>
                  <Images><Image><URL>a.tiff</URL><Row>1</Row><Col>1</Col><ChannelID>1</ChannelID></Image></Images>
                </EvaluationInputData>""");

        assertThat(table.rows().getFirst()).contains("77", "A01", "ER", "a.tiff");
    }

    @Test
    void entitiesAndOtherFilesAreRefused() {
        refused("<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><EvaluationInputData>&a;</EvaluationInputData>");
        refused(
                "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><EvaluationInputData>&b;</EvaluationInputData>");
        refused("<OME><Image/></OME>");
        refused("<EvaluationInputData><Images>");
        refused("not XML");
        refused("<EvaluationInputData>" + "<a>".repeat(100_000));
        refused(
                "<EvaluationInputData><Images><Image><URL BufferNo='3'>a.flex</URL></Image></Images></EvaluationInputData>");
    }

    private static void refused(String xml) {
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> read(xml))
                .satisfies(e -> assertThat(e.finding().expected()).isNotEmpty());
    }

    private static CsvText read(String xml) throws BadFileException {
        return HarmonyIndex.read("a/Images/Index.idx.xml", xml.getBytes(StandardCharsets.UTF_8), 1_000);
    }
}
