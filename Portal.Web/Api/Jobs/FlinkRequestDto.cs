using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text;
using Portal.Core.Clusters;
using Portal.Core.FlinkClusters;

namespace Portal.Web.Api.Jobs;

/// <summary>A cluster's Flink as it is to be set.</summary>
public sealed record FlinkRequestDto(
    [property: Description("Its REST API: http://flink.internal:8081."), Length(1, 500)] string Url,
    [property: Description("Its SQL Gateway; left out: it starts JARs, and none by SQL."), MaxLength(500)]
        string? GatewayUrl = null,
    [property: MaxLength(1_000)] string? Username = null,
    [property: Description("Write-only. Left out when editing: the one that is kept stays."), MaxLength(1_000)]
        string? Password = null,
    [property:
        Description(
            "A bearer token, in place of user and password. Write-only. Left out when editing with signIn bearer: the one that is kept stays."
        ),
        MaxLength(8_000)
    ]
        string? Token = null,
    [property:
        Description(
            "Who signed the certificates of what is reached by https, as PEM; null for what the portal's machine trusts."
        ),
        MaxLength(65_536)
    ]
        string? CaPem = null,
    [property: Description("How the portal signs in to both. Left out: what is given shows it.")]
        HttpSignInMethod? SignIn = null,
    [property:
        Description("A client certificate, in place of user and password, with what signed it, as PEM."),
        MaxLength(65_536)
    ]
        string? ClientCertificate = null,
    [property:
        Description("Its private key, as PEM. Write-only. Left out when editing: the one that is kept stays."),
        MaxLength(65_536)
    ]
        string? ClientKey = null,
    [property:
        Description(
            "The clusters whose topics and schemas its jobs may name, by name; left out: all of the environment, also those registered later. Jobs that run stay as they are."
        ),
        Length(1, 200)
    ]
        IReadOnlyList<string>? JobClusters = null
)
{
    internal FlinkDraft ToDraft() =>
        new(Url, GatewayUrl, Username, Password, Token, CaPem, SignIn, ClientCertificate, ClientKey, JobClusters);

    // Whatever prints this doesn't get the secrets.
    private bool PrintMembers(StringBuilder words)
    {
        words.Append($"{Url}, {GatewayUrl}, {Username}");
        return true;
    }
}
