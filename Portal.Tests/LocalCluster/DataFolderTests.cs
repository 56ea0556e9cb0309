using Portal.LocalCluster;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class DataFolderTests
{
    [Fact]
    public async Task A_second_cluster_on_the_folder_of_one_that_runs_says_so_and_ends_before_it_writes()
    {
        await using var cluster = await LocalKafka.Start(brokers: 1);
        var journal = Path.Combine(cluster.Data, "cluster.journal");
        var before = await File.ReadAllBytesAsync(journal);

        var ended = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run(
                TimeSpan.FromSeconds(30),
                "dotnet",
                typeof(LocalClusterHost).Assembly.Location,
                $"--LocalCluster:DataDirectory={cluster.Data}",
                $"--LocalCluster:FirstPort={FreePorts.One()}",
                "--LocalCluster:Brokers=1",
                "--LocalCluster:AdminPort=0"
            )
        );

        ended.Message.ShouldContain("ended with 1: ");
        ended.Message.ShouldContain($"{cluster.Data} can't be this cluster's own");
        ended.Message.ShouldContain("used by another process");
        (await File.ReadAllBytesAsync(journal)).ShouldBe(before);
    }
}
