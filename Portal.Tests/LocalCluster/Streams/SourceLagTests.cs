using Portal.LocalCluster.Streams.Connectors;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

public sealed class SourceLagTests
{
    /// <summary>The first partition ends with an open transaction of four records; of the third the client knows no end yet.</summary>
    private const string Statistics = """
        {"topics":{"orders":{"partitions":{
          "0":{"hi_offset":9,"ls_offset":5},"1":{"hi_offset":7,"ls_offset":7},"2":{"hi_offset":-1001,"ls_offset":-1001},"-1":{}
        }}}}
        """;

    [ClusterTheory]
    [InlineData("orders", true, 2L + 6L)]
    [InlineData("orders", false, 6L + 6L)]
    [InlineData("others", true, null)]
    public void Records_of_an_open_transaction_are_no_lag_where_only_committed_ones_are_read(
        string topic,
        bool isCommittedOnly,
        long? pending
    )
    {
        SourcePartition[] read = [new(0, next: 3, watermark: 0), new(1, next: 1, watermark: 0), new(2, 0, 0)];

        ConsumerStatistics.Pending(Statistics, topic, read, isCommittedOnly).ShouldBe(pending);
    }
}
