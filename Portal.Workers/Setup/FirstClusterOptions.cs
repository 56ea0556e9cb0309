using System.ComponentModel.DataAnnotations;
using Portal.Core.Evaluation;

namespace Portal.Workers.Setup;

/// <summary>The cluster that a portal outside an evaluation registers at its first start; none without addresses of brokers.</summary>
public sealed class FirstClusterOptions
{
    public const string Section = "Portal:FirstCluster";

    [Required]
    public string Name { get; set; } = "main";

    /// <summary>The name of one that is there: dev, staging or prod at first.</summary>
    [Required]
    public string Environment { get; set; } = SeededStructure.Dev;

    /// <summary>Host and port of its brokers, with commas between.</summary>
    public string Bootstrap { get; set; } = "";

    /// <summary>Where its schema registry answers; empty: it has none.</summary>
    public string Registry { get; set; } = "";

    /// <summary>Where Flink's REST API answers; empty: it has none.</summary>
    public string Flink { get; set; } = "";

    public string SqlGateway { get; set; } = "";

    internal FirstCluster Cluster => new(Name, Environment, Bootstrap, Registry, Flink, SqlGateway);
}
