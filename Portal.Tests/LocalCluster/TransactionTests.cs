using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class TransactionTests
{
    [Fact]
    public async Task A_transactional_producer_is_told_at_once_that_there_are_no_transactions()
    {
        await using var cluster = await LocalKafka.Start(1);
        using var client = new Client(cluster.Bootstrap);
        using var producer = client.Producer(with => with.TransactionalId = "t");

        var refused = Should.Throw<KafkaException>(() => producer.InitTransactions(TimeSpan.FromSeconds(20)));

        refused.Error.Code.ShouldBe(ErrorCode.TransactionalIdAuthorizationFailed);
    }
}
