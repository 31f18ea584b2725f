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
    /** For each person, how many facts have been taken: the next one must be one more. */
    static final Map<String, Integer> taken = new HashMap<>();
    /** People with a hole, and the first sequence number that is missing. */
    static final Map<String, Integer> held = new TreeMap<>();
    static int facts = 0;

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header found = record.headers().lastHeader(name);
        return found == null ? null : new String(found.value(), StandardCharsets.UTF_8);
    }

    static void take(ConsumerRecord<byte[], byte[]> record) {
        String subject = header(record, "ce_subject");
        int seq = Integer.parseInt(header(record, "ce_subjectseq"));
        int known = taken.getOrDefault(subject, 0);
        if (seq == known + 1) {
            taken.put(subject, seq);
            facts++;
        } else if (seq > known + 1) {
            held.putIfAbsent(subject, known + 1);
        }
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
            while (System.currentTimeMillis() - heard < idle) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    heard = System.currentTimeMillis();
                    take(record);
                }
            }
        }
        String holes = held.entrySet().stream()
            .map(hole -> "[\"" + hole.getKey() + "\", " + hole.getValue() + "]")
            .collect(Collectors.joining(", ", "[", "]"));
        System.out.println(
            "{\"people\": " + taken.size() + ", \"facts\": " + facts + ", \"held\": " + holes + "}");
        System.exit(held.isEmpty() ? 0 : 1);
    }
}
