package org.maillon.wire.report.feedback;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.maillon.wire.report.feedback.TlsReport.Failure;
import org.maillon.wire.report.feedback.TlsReport.Policy;
import org.maillon.wire.report.feedback.TlsReport.PolicyResult;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** RFC 8460 §4.4's JSON, read leniently and written strictly. */
public final class TlsJson {
    private static final int MOST_POLICIES = 1000;
    private static final int MOST_LINES = 200;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(ReportBounds.DEEPEST)
                            .maxStringLength(100_000)
                            .maxNameLength(1000)
                            .maxNumberLength(30)
                            .build())
                    .build())
            .build();

    private final ReportBounds bounds;
    private int details;

    private TlsJson(ReportBounds bounds) {
        this.bounds = bounds;
    }

    static TlsReport read(InputStream in, ReportBounds bounds) throws IOException {
        try {
            return new TlsJson(bounds).report(MAPPER.readTree(in.readAllBytes()));
        } catch (JacksonException e) {
            throw new ReportRefusedException("it is no JSON that can be read");
        }
    }

    private TlsReport report(JsonNode json) throws IOException {
        JsonNode policies = json.path("policies");
        if (!policies.isArray() || text(json, "report-id").isEmpty()) {
            throw new ReportRefusedException("it is JSON, but no TLS report: it has no policies, or no report-id");
        }
        List<PolicyResult> results = new ArrayList<>();
        for (JsonNode policy : policies) {
            if (results.size() == MOST_POLICIES) {
                throw new ReportRefusedException("it tells of more than " + MOST_POLICIES + " policies");
            }
            results.add(result(policy));
        }
        JsonNode range = json.path("date-range");
        return new TlsReport(
                text(json, "organization-name"),
                time(text(range, "start-datetime")),
                time(text(range, "end-datetime")),
                text(json, "contact-info"),
                text(json, "report-id"),
                results);
    }

    private PolicyResult result(JsonNode json) throws IOException {
        JsonNode policy = json.path("policy");
        JsonNode summary = json.path("summary");
        List<Failure> failures = new ArrayList<>();
        for (JsonNode failure : json.path("failure-details")) {
            if (++details > bounds.rows()) {
                throw new ReportRefusedException("it tells of more than " + bounds.rows() + " failures");
            }
            failures.add(failure(failure));
        }
        return new PolicyResult(
                new Policy(
                        text(policy, "policy-type"),
                        texts(policy.path("policy-string")),
                        text(policy, "policy-domain"),
                        texts(policy.path("mx-host"))),
                count(summary, "total-successful-session-count"),
                count(summary, "total-failure-session-count"),
                failures);
    }

    private static Failure failure(JsonNode json) {
        return new Failure(
                text(json, "result-type"),
                text(json, "sending-mta-ip"),
                text(json, "receiving-mx-hostname"),
                text(json, "receiving-mx-helo"),
                text(json, "receiving-ip"),
                count(json, "failed-session-count"),
                text(json, "additional-information"),
                text(json, "failure-reason-code"));
    }

    private static String text(JsonNode json, String name) {
        String text = json.path(name).asString("");
        StringBuilder out = new StringBuilder(Math.min(text.length(), ReportBounds.LONGEST_TEXT));
        text.chars()
                .limit(ReportBounds.LONGEST_TEXT)
                .forEach(c -> out.append(Character.isISOControl(c) ? ' ' : (char) c));
        return out.toString();
    }

    /** One text, or a list of them: mx-host is written both ways. */
    private static List<String> texts(JsonNode json) {
        List<String> texts = new ArrayList<>();
        if (json.isString()) {
            texts.add(cut(json.asString()));
        }
        for (JsonNode one : json) {
            if (one.isString() && texts.size() < MOST_LINES) {
                texts.add(cut(one.asString()));
            }
        }
        return texts;
    }

    private static String cut(String text) {
        return text.length() <= ReportBounds.LONGEST_TEXT ? text : text.substring(0, ReportBounds.LONGEST_TEXT);
    }

    private static long count(JsonNode json, String name) {
        return Math.max(0, json.path(name).asLong(0));
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException _) {
            return Instant.EPOCH;
        }
    }

    public static byte[] write(TlsReport report) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("organization-name", report.organization());
        json.putObject("date-range")
                .put("start-datetime", report.start().toString())
                .put("end-datetime", report.end().toString());
        json.put("contact-info", report.contact());
        json.put("report-id", report.id());
        ArrayNode policies = json.putArray("policies");
        report.policies().forEach(result -> write(result, policies.addObject()));
        return MAPPER.writeValueAsBytes(json);
    }

    private static void write(PolicyResult result, ObjectNode json) {
        ObjectNode policy =
                json.putObject("policy").put("policy-type", result.policy().type());
        list(policy, "policy-string", result.policy().text());
        policy.put("policy-domain", result.policy().domain());
        list(policy, "mx-host", result.policy().hosts());
        json.putObject("summary")
                .put("total-successful-session-count", result.successes())
                .put("total-failure-session-count", result.failures());
        if (!result.details().isEmpty()) {
            ArrayNode failures = json.putArray("failure-details");
            result.details().forEach(failure -> write(failure, failures.addObject()));
        }
    }

    private static void list(ObjectNode into, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = into.putArray(name);
            texts.forEach(array::add);
        }
    }

    private static void write(Failure failure, ObjectNode json) {
        json.put("result-type", failure.type());
        optional(json, "sending-mta-ip", failure.sendingAddress());
        optional(json, "receiving-mx-hostname", failure.receivingHost());
        optional(json, "receiving-mx-helo", failure.receivingHelo());
        optional(json, "receiving-ip", failure.receivingAddress());
        json.put("failed-session-count", failure.count());
        optional(json, "additional-information", failure.information());
        optional(json, "failure-reason-code", failure.code());
    }

    private static void optional(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
