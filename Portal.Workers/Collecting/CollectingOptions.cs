using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Collecting;

/// <summary>How often what is collected, and how a cluster's collector is held.</summary>
public sealed class CollectingOptions
{
    public const string Section = "Portal:Collecting";

    /// <summary>The lag cycle: ends and commits.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a lag cycle waits in all: what a broker has not answered by then is unknown with its age, and the rest is
    /// reported on time. Well under the interval, and well over what the largest cluster needs.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Topic configs and sizes on disk.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan TopicsEvery { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many members each group has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan MembersEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>First offsets: what retention has removed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan FirstOffsetsEvery { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Stable offsets: where open transactions hold readers back.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan StableOffsetsEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long brokers let a transaction be open.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan TransactionLimitEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The version of the brokers.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan ReleaseEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a collector keeps its cluster without a sign of life, on the database's clock.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often new clusters, and those whose collector went silent, are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(5);
}
