package dev.signalbox.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.log.LogFiles;
import dev.signalbox.service.FakeDriver;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Whether the API is as it describes itself.
final class OpenApiTest {
    private static final Path KEPT = Path.of("src/test/resources/dev/signalbox/api/openapi.json");
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    @TempDir
    Path folder;

    private ApiBench bench;
    private JsonNode document;

    @BeforeEach
    void open() throws Exception {
        bench = new ApiBench(folder);
        document = bench.send(bench.request("GET", "/openapi.json", null)).json();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void document_listsAllRoutesAndNoOthers() {
        var described = new TreeSet<String>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        var routes = new TreeSet<String>();
        bench.routes().forEach(route -> routes.add(route.method() + " " + route.path()));

        assertThat(document.path("openapi").asString()).isEqualTo("3.1.0");
        assertThat(described).isEqualTo(routes);
    }

    /// What clients rely on is seen in review before it is another.
    @Test
    void document_isAsItIsKept() throws Exception {
        var actual = SORTED.writeValueAsString(SORTED.treeToValue(document, Object.class)) + "\n";
        var written = Path.of("target", "openapi.json");
        Files.writeString(written, actual);

        assertThat(actual)
                .as("the document; if it shall be as it is now: cp " + written + " " + KEPT)
                .isEqualTo(Files.exists(KEPT) ? Files.readString(KEPT) : "");
    }

    @Test
    void everyRoute_hasANameOfItsOwn_andSaysWhatItIsAbout() {
        var names = bench.routes().stream().map(route -> route.about().name()).toList();

        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z]+([A-Z][a-z]+)*"));
        assertThat(bench.routes().stream().map(route -> route.about().tag())).contains(Tag.values());
    }

    /// All that is sent has one, and each is what may be sent.
    @Test
    void examples_conformToTheirSchemas() {
        var description = bench.description;
        var withExamples = description.document().findParents("examples").stream()
                .filter(node -> node.has("schema"))
                .toList();
        assertThat(withExamples)
                .hasSizeGreaterThan(40)
                .allSatisfy(media -> media.path("examples")
                        .forEach(example -> assertThat(description.faults(
                                        media.path("schema"),
                                        description.followed(example).path("value")))
                                .isEmpty()));
        assertThat(document.findValues("requestBody"))
                .isNotEmpty()
                .allSatisfy(body -> assertThat(body.at("/content/application~1json/examples"))
                        .isNotEmpty());
    }

    /// Where an example is sent to an engine, it is understood.
    @Test
    void examplesOfRequests_areUnderstood() throws Exception {
        for (var route : bench.routes()) {
            if (route.body().isEmpty()) {
                continue;
            }
            var example = document.at("/components/examples/" + route.body() + "/value");
            var reply = bench.send(bench.request("POST", EveryRouteTest.path(route), bench.admin)
                    .header("Content-Type", "application/json")
                    .method(route.method(), BodyPublishers.ofString(example.toString())));

            assertThat(reply.status()).as("%s: %s", route.path(), reply.text()).isNotIn(400, 422, 500);
        }
    }

    @Test
    void document_knowsAllRoles() {
        var roles = document.at("/components/schemas/Token/properties/role/enum");

        assertThat(roles.valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(
                        Arrays.stream(Role.values()).map(Role::word).toList());
    }

    @Test
    void document_refersToWhatItHolds() {
        var references = document.findValuesAsString("$ref");

        assertThat(references).isNotEmpty();
        for (var reference : references) {
            assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
    }

    @Test
    void document_conformsToItsOwnSpecification() {
        var operations = document.path("paths").findValues("responses");
        assertThat(operations).isNotEmpty().allSatisfy(responses -> {
            assertThat(responses.has("default")).isTrue();
            assertThat(responses.size()).isGreaterThan(1);
        });
        var names = document.path("components").path("schemas").propertyNames();
        assertThat(names).contains("Service", "Operation", "Problem");
    }

    private List<String> faults(String schema, JsonNode json) {
        return bench.description.faults(schema, json);
    }

    private void assertEach(String schema, JsonNode list) {
        assertThat(list.isArray()).isTrue();
        assertThat(StreamSupport.stream(list.spliterator(), false))
                .isNotEmpty()
                .allSatisfy(item -> assertThat(faults(schema, item)).isEmpty());
    }

    @Test
    void answers_conformToTheirSchemas() throws Exception {
        var talker = new FakeDriver().logTo(LogFiles.in(folder, "talker"));
        Files.writeString(talker.log().out(), "one\n");
        bench.add("talker", talker);
        bench.driver("idle").hang();

        assertThat(faults("Operation", bench.post("/start/backend?wait=true").json()))
                .isEmpty();
        assertThat(faults("Operation", bench.post("/start/idle").json())).isEmpty();
        assertThat(faults("Operation", bench.post("/stop/idle").json())).isEmpty();
        assertEach("Service", bench.get("/services").json());
        assertThat(faults("ServiceDetail", bench.get("/services/backend").json()))
                .isEmpty();
        assertThat(faults("Service", bench.post("/services/idle/hold").json())).isEmpty();
        assertEach("Operation", bench.get("/operations").json());
        assertThat(faults("Operation", bench.get("/operations/1").json())).isEmpty();
        assertEach("LogLine", bench.get("/services/talker/log").json());
        assertThat(faults("Plan", bench.post("/plans", bench.operator, """
                {"kind": "restart", "services": ["backend", "frontend"]}""").json()))
                .isEmpty();
        assertThat(faults(
                        "Cancellation",
                        bench.send(bench.request("DELETE", "/operations/3", bench.operator))
                                .json()))
                .isEmpty();
        assertThat(faults("Operation", bench.post("/services/backend/kill").json()))
                .isEmpty();
        assertThat(faults("Plan", bench.post("/stop-all", bench.operator, """
                {"now": true}""").json()))
                .isEmpty();
        assertThat(faults(
                        "Reload",
                        bench.send(bench.request("POST", "/reload", bench.admin))
                                .json()))
                .isEmpty();
        assertEach(
                "Token",
                bench.send(bench.request("GET", "/tokens", bench.admin)).json());
        assertThat(faults(
                        "Health",
                        bench.send(bench.request("GET", "/health", null)).json()))
                .isEmpty();
        assertThat(faults("Problem", bench.get("/nothing").json())).isEmpty();
    }

    @Test
    void validator_findsWhatDoesNotConform() {
        assertThat(faults("Operation", JsonMapper.shared().readTree("{\"id\": \"one\"}")))
                .isNotEmpty();
    }
}
