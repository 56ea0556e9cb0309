using System.ComponentModel.DataAnnotations;

namespace Portal.LocalCluster.Demo;

/// <summary>Section <c>Demo</c>. The demo is a client like any other: it asks the portal's API with people's tokens, and writes and reads over the wire.</summary>
public sealed class DemoOptions
{
    public const string Section = "Demo";

    /// <summary>Where the portal answers.</summary>
    [Required]
    public Uri Portal { get; set; } = null!;

    /// <summary>An API token by the handle of its person.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>Where operators connect, by the name the cluster is registered under.</summary>
    public Dictionary<string, string> Bootstrap { get; } = [];

    /// <summary>Where programs sign in, each as its account, by the same names. Topics of other clusters are left out.</summary>
    public Dictionary<string, string> Sasl { get; } = [];

    /// <summary>The folder where the accounts' passwords are kept.</summary>
    [Required]
    public string State { get; set; } = "";

    /// <summary>Where staging's broker is taken away; null: it stays.</summary>
    public Uri? StagingAdmin { get; set; }

    /// <summary>How long to wait for one request to be planned, approved and applied.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);
}
