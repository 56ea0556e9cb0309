using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Evaluation;

/// <summary>The bundled clusters, registered at start. What has no address isn't registered.</summary>
public sealed class EvaluationOptions
{
    public const string Section = "Portal:LocalCluster";

    public string Bootstrap { get; set; } = "";

    /// <summary>Of staging, where the demo shows three environments.</summary>
    public string StagingBootstrap { get; set; } = "";

    /// <summary>Of production.</summary>
    public string ProductionBootstrap { get; set; } = "";

    [Required]
    public string Name { get; set; } = "local";
}
