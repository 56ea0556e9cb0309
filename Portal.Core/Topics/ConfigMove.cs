using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>One setting's absolute values; null means "the default holds" (nothing set on the topic).</summary>
public sealed record ConfigMove(string Name, string? Before, string? After)
{
    public FieldMove ToFieldMove() => new(Name, Before, After);
}
