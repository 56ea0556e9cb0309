using System.ComponentModel.DataAnnotations;
using Portal.Core.Evaluation;

namespace Portal.Workers.Setup;

/// <summary>The bundled clusters with their schema registries and Flink, registered at start. What has no address isn't registered.</summary>
public sealed class EvaluationOptions
{
    public const string Section = "Portal:LocalCluster";

    public string Bootstrap { get; set; } = "";

    /// <summary>Where its clients sign in with a password, without TLS.</summary>
    public string SaslBootstrap { get; set; } = "";

    /// <summary>Where its schema registry answers.</summary>
    public string Registry { get; set; } = "";

    /// <summary>Where its stream runtime answers as Flink's REST API and as its SQL Gateway.</summary>
    public string Flink { get; set; } = "";

    public string SqlGateway { get; set; } = "";

    /// <summary>Of staging, where the demo shows three environments.</summary>
    public string StagingBootstrap { get; set; } = "";

    public string StagingSaslBootstrap { get; set; } = "";

    public string StagingRegistry { get; set; } = "";

    /// <summary>Of production.</summary>
    public string ProductionBootstrap { get; set; } = "";

    public string ProductionSaslBootstrap { get; set; } = "";

    public string ProductionRegistry { get; set; } = "";

    [Required]
    public string Name { get; set; } = "local";

    internal IEnumerable<FirstCluster> Clusters =>
        [
            new(Name, SeededStructure.Dev, Bootstrap, Registry, Flink, SqlGateway)
            {
                IsBundled = true,
                SaslBootstrap = SaslBootstrap,
            },
            new($"{Name}-staging", SeededStructure.Staging, StagingBootstrap, StagingRegistry)
            {
                IsBundled = true,
                SaslBootstrap = StagingSaslBootstrap,
            },
            new($"{Name}-prod", SeededStructure.Prod, ProductionBootstrap, ProductionRegistry)
            {
                IsBundled = true,
                SaslBootstrap = ProductionSaslBootstrap,
            },
        ];
}
