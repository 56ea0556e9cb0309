using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Tests.Kafka;

public class MessageTests
{
    [Fact]
    public void Every_message_reads_and_writes_what_Kafka_itself_writes()
    {
        foreach (var message in GoldenMessages.All)
        {
            var written = GoldenMessages.Rewrite(message, message.Bytes);
            written.ShouldBe(message.Bytes, $"{message.Name} version {message.Version}");
        }
    }

    [Fact]
    public void Every_version_of_every_message_is_compared_with_Kafka()
    {
        var compared = GoldenMessages.All.Select(message => (message.Name, message.Version)).ToHashSet();
        foreach (var (key, versions) in Apis.All)
        {
            for (var version = versions.Min; version <= versions.Max; version++)
            {
                compared.ShouldContain(($"{key}Request", version));
                compared.ShouldContain(($"{key}Response", version));
            }
        }
    }

    [Fact]
    public void A_message_that_ends_too_early_is_malformed_wherever_it_ends()
    {
        // One of each version is enough: the cut is made everywhere.
        foreach (var message in GoldenMessages.All.DistinctBy(message => (message.Name, message.Version)))
        {
            for (var length = 0; length < message.Bytes.Length; length++)
            {
                Should.Throw<MalformedFrameException>(
                    () => GoldenMessages.Rewrite(message, message.Bytes.AsMemory(0, length)),
                    $"{message.Name} version {message.Version} cut at {length}"
                );
            }
        }
    }

    [Fact]
    public void Random_damage_is_malformed_or_another_message_and_costs_little_memory()
    {
        var random = new Random(20261120);
        foreach (var message in GoldenMessages.All.Where(message => message.Bytes.Length > 0))
        {
            for (var round = 0; round < 40; round++)
            {
                var bytes = message.Bytes.ToArray();
                for (var hits = random.Next(1, 4); hits > 0; hits--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }
                AllocatedWhileReading(message, bytes).ShouldBeLessThan(1_000_000);
            }
        }
    }

    [Fact]
    public void Random_bytes_are_malformed_or_a_message_and_nothing_else()
    {
        var random = new Random(7);
        foreach (var message in GoldenMessages.All)
        {
            for (var round = 0; round < 15; round++)
            {
                var bytes = new byte[random.Next(300)];
                random.NextBytes(bytes);
                AllocatedWhileReading(message, bytes).ShouldBeLessThan(1_000_000);
            }
        }
    }

    private static long AllocatedWhileReading(GoldenMessage message, byte[] bytes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            GoldenMessages.Rewrite(message, bytes);
        }
        catch (MalformedFrameException)
        {
            // The one error that reading may raise.
        }
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
