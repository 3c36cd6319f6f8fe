/*
 * SPDX-License-Identifier: Apache-2.0
 * Copyright the nifi-mimir authors
 */
package io.nifimimir.processors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.nifimimir.services.MimirStore;
import io.nifimimir.services.SqliteMimirStore;
import org.apache.nifi.processor.Processor;
import org.apache.nifi.processor.Relationship;
import org.apache.nifi.reporting.InitializationException;
import org.apache.nifi.util.MockFlowFile;
import org.apache.nifi.util.TestRunner;
import org.apache.nifi.util.TestRunners;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The processors of the API one behind the other, as the template has them, over one store. */
final class ApiFlow implements AutoCloseable {
    private final OpenApi description = OpenApi.read();
    private final TestRunner api = runner(new ServeMimirApi());
    private final TestRunner fetch = runner(new FetchDataSource());
    private final TestRunner convert = TestRunners.newTestRunner(new ConvertToUnifiedDataset());
    private final TestRunner train = runner(new AutoTrain());
    private final TestRunner answer = runner(new AnswerAutoTrain());
    private final SqliteMimirStore store;

    ApiFlow(final Path directory, final Path uploads) throws InitializationException, IOException {
        store = Stores.enable(api, directory);
        for (final TestRunner runner : List.of(fetch, train, answer)) {
            final MimirStore shared = shared();
            runner.addControllerService(Stores.IDENTIFIER, shared);
            runner.enableControllerService(shared);
        }
        fetch.setProperty(FetchDataSource.ALLOWED_FOLDERS, "/uploads=" + uploads);
        train.setProperty(TrainingProperties.TRAINING_THREADS, "1");
        train.setProperty(TrainingProperties.TRAINING_TIME_BUDGET, "10 sec");
        train.setProperty(TrainingProperties.FORECASTING, "false");
    }

    /** Each runner of the mock enables its services by itself, and the store may be opened once. */
    private MimirStore shared() {
        return (MimirStore) Proxy.newProxyInstance(
                MimirStore.class.getClassLoader(), new Class<?>[] {MimirStore.class}, (proxy, method, arguments) -> {
                    try {
                        return switch (method.getName()) {
                            case "initialize", "onPropertyModified" -> null;
                            case "validate", "getPropertyDescriptors" -> List.of();
                            case "getIdentifier" -> Stores.IDENTIFIER;
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> System.identityHashCode(proxy) == System.identityHashCode(arguments[0]);
                            default -> method.invoke(store, arguments);
                        };
                    } catch (final InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static TestRunner runner(final Processor processor) {
        final TestRunner runner = TestRunners.newTestRunner(processor);
        runner.enforceReadStreamsClosed(true);
        runner.setProperty("Mimir Store", Stores.IDENTIFIER);
        return runner;
    }

    /** @param location header, or empty */
    record Answer(int status, JsonNode body, String location) {
        JsonNode at(final String pointer) {
            return body.at(pointer);
        }
    }

    SqliteMimirStore store() {
        return store;
    }

    OpenApi description() {
        return description;
    }

    void setToken(final String token) {
        api.setProperty(ServeMimirApi.BEARER_TOKEN, token);
    }

    Answer get(final String address) throws IOException {
        return call("GET", address, "", Map.of());
    }

    Answer post(final String address, final String body) throws IOException {
        return call("POST", address, body, Map.of());
    }

    /** Sends a request through the flow, and holds the answer against its description. */
    Answer call(final String method, final String address, final String body, final Map<String, String> headers)
            throws IOException {
        final List<Answer> answers = send(method, address, body, headers);
        assertEquals(1, answers.size());
        return answers.getFirst();
    }

    private List<Answer> send(
            final String method, final String address, final String body, final Map<String, String> headers)
            throws IOException {
        final int question = address.indexOf('?');
        final Map<String, String> attributes = new HashMap<>();
        attributes.put("http.context.identifier", "context");
        attributes.put("http.method", method);
        attributes.put("http.request.uri", question < 0 ? address : address.substring(0, question));
        attributes.put("http.query.string", question < 0 ? "" : address.substring(question + 1));
        attributes.put("http.remote.addr", "127.0.0.1");
        attributes.put("http.headers.Host", "localhost:8080");
        if (!body.isEmpty()) {
            attributes.put("http.headers.Content-Type", "application/json; charset=utf-8");
        }
        headers.forEach(
                (name, value) -> attributes.put("http." + (name.startsWith("remote") ? "" : "headers.") + name, value));
        api.enqueue(body, attributes);
        final List<MockFlowFile> responses = new ArrayList<>(run(api, ServeMimirApi.RESPONSE));
        final List<MockFlowFile> trainings = api.getFlowFilesForRelationship(ServeMimirApi.AUTO_TRAIN);
        final List<MockFlowFile> outcomes = trainings.isEmpty() ? List.of() : train(trainings.getFirst());
        for (final MockFlowFile outcome : outcomes) {
            hand(outcome, answer);
            responses.addAll(run(answer, AnswerAutoTrain.RESPONSE));
        }
        final List<Answer> answers = new ArrayList<>();
        for (final MockFlowFile response : responses) {
            answers.add(answer(method, attributes.get("http.request.uri"), response));
        }
        return answers;
    }

    private Answer answer(final String method, final String path, final MockFlowFile response) throws IOException {
        response.assertAttributeEquals("http.context.identifier", "context");
        response.assertAttributeEquals("mime.type", "application/json");
        response.assertAttributeNotExists("http.headers.Authorization");
        final int status = Integer.parseInt(response.getAttribute(MimirAttributes.HTTP_STATUS));
        final JsonNode body =
                response.getSize() == 0 ? NullNode.instance : Json.MAPPER.readTree(response.toByteArray());
        final String operation = description.operation(method, path);
        if (description.operations().contains(operation)) {
            description.assertDescribed(operation, status, body);
        }
        return new Answer(status, body, response.getAttribute(MimirAttributes.HTTP_LOCATION));
    }

    private List<MockFlowFile> train(final MockFlowFile request) {
        hand(request, fetch);
        final List<MockFlowFile> fetched = run(fetch, FetchDataSource.SUCCESS);
        if (fetched.isEmpty()) {
            final List<MockFlowFile> refused =
                    new ArrayList<>(fetch.getFlowFilesForRelationship(FetchDataSource.INVALID));
            refused.addAll(fetch.getFlowFilesForRelationship(FetchDataSource.FAILURE));
            return refused;
        }
        hand(fetched.getFirst(), convert);
        final List<MockFlowFile> converted = run(convert, ConvertToUnifiedDataset.SUCCESS);
        if (converted.isEmpty()) {
            final List<MockFlowFile> refused =
                    new ArrayList<>(convert.getFlowFilesForRelationship(ConvertToUnifiedDataset.FAILURE));
            refused.addAll(convert.getFlowFilesForRelationship(ConvertToUnifiedDataset.AMBIGUOUS));
            return refused;
        }
        hand(converted.getFirst(), train);
        final List<MockFlowFile> trained = run(train, AutoTrain.SUCCESS);
        return trained.isEmpty() ? train.getFlowFilesForRelationship(AutoTrain.FAILURE) : trained;
    }

    /** The mock numbers the flowfiles of each runner from 0, so that one of another runner would be taken for its own. */
    private static void hand(final MockFlowFile flowFile, final TestRunner runner) {
        runner.enqueue(flowFile.toByteArray(), flowFile.getAttributes());
    }

    private static List<MockFlowFile> run(final TestRunner runner, final Relationship relationship) {
        runner.clearTransferState();
        runner.run(1, false);
        return runner.getFlowFilesForRelationship(relationship);
    }

    @Override
    public void close() {
        store.closeStore();
    }
}
