using System.ComponentModel.DataAnnotations;

namespace Portal.Workers.Evaluation;

/// <summary>The bundled cluster, registered at start. Without an address nothing is registered.</summary>
public sealed class EvaluationOptions
{
    public const string Section = "Portal:LocalCluster";

    public string Bootstrap { get; set; } = "";

    [Required]
    public string Name { get; set; } = "local";
}
