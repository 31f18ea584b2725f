// A subscriber of a bureau's events in Java: every fact once, in order for each person.
//
//   java -cp "kafka-clients.jar:slf4j-api.jar:..." Subscriber.java SERVERS TOPIC IDLE_SECONDS
//
// The same rules as subscriber.py; its state is in memory, so it reads from the beginning each time.
// Java 17 runs this file as it is. docs/subscribing.md explains each line.

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

public class Subscriber {
    /** For each person, the ids of the facts taken: the next one's number must be one more. */
    static final Map<String, List<String>> taken = new HashMap<>();
    /** What is behind a hole waits here, by number, until the missing fact comes. */
    static final Map<String, TreeMap<Integer, String>> held = new TreeMap<>();
    static int facts = 0;
    /** Records that are no events of the bureau's. A fact of ours among them leaves a hole. */
    static int refused = 0;

    /** Absent headers are null; a record of ours has each of these. */
    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header found = record.headers().lastHeader(name);
        return found == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }

    static void take(ConsumerRecord<byte[], byte[]> record) {
        String id = header(record, "ce_id");
        String subject = header(record, "ce_subject");
        String number = header(record, "ce_subjectseq");
        boolean ours = id != null && subject != null && record.value() != null
            && number != null && number.matches("[1-9][0-9]{0,8}");
        if (!ours || !keep(id, subject, Integer.parseInt(number))) {
            refused++;
            System.err.println("refused: partition " + record.partition() + ", offset " + record.offset());
        }
    }

    /** In its turn, or held until its turn comes; false for a second fact of the same number. */
    static boolean keep(String id, String subject, int seq) {
        List<String> known = taken.computeIfAbsent(subject, nobody -> new ArrayList<>());
        if (seq <= known.size()) {
            return known.get(seq - 1).equals(id);
        }
        TreeMap<Integer, String> waiting = held.computeIfAbsent(subject, nobody -> new TreeMap<>());
        waiting.putIfAbsent(seq, id);
        for (String next; (next = waiting.remove(known.size() + 1)) != null; facts++) {
            known.add(next);
        }
        if (waiting.isEmpty()) {
            held.remove(subject);
        }
        return true;
    }

    public static void main(String[] arguments) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, arguments[0]);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        long idle = Long.parseLong(arguments[2]) * 1000;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = consumer.partitionsFor(arguments[1]).stream()
                .map(part -> new TopicPartition(part.topic(), part.partition()))
                .collect(Collectors.toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long heard = System.currentTimeMillis();
            while (System.currentTimeMillis() - heard < idle || !atTheEnd(consumer, partitions)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    take(record);
                    heard = System.currentTimeMillis();  // Our own work is not silence of theirs.
                }
            }
        }
        String holes = held.keySet().stream()
            .map(person -> "[\"" + person + "\", " + (taken.get(person).size() + 1) + "]")
            .collect(Collectors.joining(", ", "[", "]"));
        System.out.println("{\"people\": " + taken.size() + ", \"facts\": " + facts
            + ", \"held\": " + holes + ", \"refused\": " + refused + "}");
        System.exit(held.isEmpty() && refused == 0 ? 0 : 1);
    }

    static boolean atTheEnd(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions).entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
