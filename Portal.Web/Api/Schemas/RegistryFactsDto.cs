using System.ComponentModel;
using Portal.Core.Registries;

namespace Portal.Web.Api.Schemas;

/// <summary>What a registry told of itself when it was tried.</summary>
public sealed record RegistryFactsDto(
    string Product,
    string? Version,
    [property: Description("The level where a subject sets none; null when not reported.")] string? Compatibility,
    IReadOnlyList<string> Types,
    int Subjects,
    [property: Description(
        "READWRITE, READONLY, READONLY_OVERRIDE or IMPORT; null where it has no modes or doesn't show them."
    )]
        string? Mode,
    [property: Description(
        "What the portal's user may read there. Whether it may register and delete shows only when it does."
    )]
        IReadOnlyList<string> Allowed,
    [property: Description("Other clusters that are registered with the same address.")]
        IReadOnlyList<string> AlsoServes,
    [property: Description("What it doesn't offer or doesn't allow.")] IReadOnlyList<string> Lacks
)
{
    public static RegistryFactsDto Of(RegistryFacts facts) =>
        new(
            facts.Product,
            facts.Version,
            facts.Level,
            facts.Types,
            facts.Subjects,
            facts.Mode,
            facts.Allowed,
            facts.AlsoServes,
            facts.Lacks
        );
}
