using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Kafka;

public class SilenceTests
{
    [FullRunFact]
    public async Task A_dead_brokers_partitions_are_unknown_and_the_others_are_not()
    {
        await using var kafka = await RealKafka.Start(brokers: 2);
        await kafka.Tool("topics", "--create", "--topic", "single", "--replica-assignment", "1,2");
        await using var client = KafkaBrokers.Client(kafka.Bootstrap, KafkaSecurity.None);
        var reader = new LagReader(client);
        var before = await reader.Read(CancellationToken.None);
        Ends(before).ShouldBe([ErrorCode.None, ErrorCode.None]);

        await kafka.Kill(2);

        // First the broker is silent, later the cluster knows that the partition has no leader.
        var after = await reader.Read(CancellationToken.None);
        Ends(after)[0].ShouldBe(ErrorCode.None);
        Ends(after)[1].ShouldBeOneOf(ErrorCode.NetworkException, ErrorCode.LeaderNotAvailable);
        await Deadline.Until(async () =>
            Ends(await reader.Read(CancellationToken.None))[1] == ErrorCode.LeaderNotAvailable
        );

        await kafka.Respawn(2);
        await Deadline.Until(async () => Ends(await reader.Read(CancellationToken.None))[1] == ErrorCode.None);
    }

    private static ErrorCode[] Ends(LagReading reading)
    {
        var first = reading.Topics.FirstPartition[reading.Topics.Find("single")!.Value];
        return reading.Ends.Errors[first..(first + 2)];
    }
}
