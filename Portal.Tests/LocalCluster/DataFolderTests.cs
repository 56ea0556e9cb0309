using System.Text;
using Portal.LocalCluster;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class DataFolderTests
{
    [ClusterFact]
    public async Task A_second_cluster_on_the_folder_of_one_that_runs_says_so_and_ends_before_it_writes()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
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

    [ClusterFact]
    public async Task A_journal_damaged_in_its_middle_keeps_the_cluster_from_starting_and_no_topic_is_lost()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(1);
        await client.Produce(topic, 5);
        await client.Produce(await client.Topic(1), 5);
        await cluster.Stop();
        var journal = Path.Combine(cluster.Data, "cluster.journal");
        var whole = await File.ReadAllBytesAsync(journal);
        var damaged = (byte[])whole.Clone();
        damaged[whole.AsSpan().IndexOf(Encoding.UTF8.GetBytes(topic))] ^= 1;
        await File.WriteAllBytesAsync(journal, damaged);

        var ended = await Should.ThrowAsync<InvalidOperationException>(() =>
            Command.Run(TimeSpan.FromSeconds(30), "dotnet", [.. cluster.Arguments])
        );

        ended.Message.ShouldContain("ended with 1: ");
        ended.Message.ShouldContain($"{journal} is damaged at byte");
        (await File.ReadAllBytesAsync(journal)).ShouldBe(damaged);
        Directory.GetDirectories(Path.Combine(cluster.Data, "logs")).Length.ShouldBe(2);

        await File.WriteAllBytesAsync(journal, whole);
        await cluster.Up();
        (await cluster.Status()).GetProperty("topics").GetInt32().ShouldBe(2);
    }

    [SmallDiskFact]
    public async Task A_disk_that_is_full_does_not_keep_a_killed_cluster_from_starting_and_being_read()
    {
        using var disk = await SmallDisk.Of(megabytes: 64);
        await using var cluster = await LocalKafkaProcess.Start(1, $"DataDirectory={disk.Path}/data");
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(1);
        await client.Produce(topic, 5);
        disk.Fill();
        await cluster.Kill();

        await cluster.Up();

        client.ReadAll(topic).Count.ShouldBe(5);
        disk.Free();
        await client.Produce(topic, 5);
        client.ReadAll(topic).Count.ShouldBe(10);
    }

    [ClusterFact]
    public async Task Records_of_a_topic_that_is_not_known_are_set_aside_and_a_broken_off_deletion_is_ended()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        await cluster.Stop();
        var id = Guid.Parse("11111111-1111-1111-1111-111111111111");
        var logs = Path.Combine(cluster.Data, "logs");
        Directory.CreateDirectory(Path.Combine(logs, $"{id}"));
        await File.WriteAllTextAsync(Path.Combine(logs, $"{id}", "kept"), "records");
        Directory.CreateDirectory(Path.Combine(logs, $"{Guid.Empty}.gone"));

        await cluster.Up();

        Directory.GetDirectories(logs).ShouldBeEmpty();
        var aside = Path.Combine(cluster.Data, "set-aside", $"{id}");
        (await File.ReadAllTextAsync(Path.Combine(aside, "kept"))).ShouldBe("records");
        cluster.Log.ShouldContain(aside);
    }

    [ClusterFact]
    public async Task A_deleted_topic_leaves_no_folder()
    {
        await using var cluster = await LocalKafkaProcess.Start(brokers: 1);
        using var client = new Client(cluster.Bootstrap);
        var topic = await client.Topic(1);
        await client.Produce(topic, 5);
        await client.Admin.DeleteTopicsAsync([topic]);

        await Deadline.Until(() => Directory.GetDirectories(Path.Combine(cluster.Data, "logs")).Length == 0);
        Directory.Exists(Path.Combine(cluster.Data, "set-aside")).ShouldBeFalse();
    }
}
