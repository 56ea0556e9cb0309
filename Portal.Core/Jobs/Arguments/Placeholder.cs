namespace Portal.Core.Jobs.Arguments;

/// <summary>What a placeholder stands for.</summary>
public enum PlaceholderKind
{
    /// <summary>The name of a topic; in a rehearsal that of the scratch topic that is written in its place.</summary>
    Topic,

    /// <summary>How often a record counts after a failure; in a rehearsal at-least-once.</summary>
    Guarantee,

    /// <summary>A consumer group; in a rehearsal one of its own.</summary>
    Group,
}

/// <summary>A piece of an argument that each run of a program fills in: <c>${topic:prod.orders}</c>.</summary>
/// <param name="Of">The topic as it is declared, or the consumer group; empty for the guarantee.</param>
public sealed record Placeholder(PlaceholderKind Kind, string Of)
{
    public const string Start = "${";

    /// <summary>As it is typed.</summary>
    public override string ToString() =>
        $"{Start}{Kind.ToString().ToLowerInvariant()}{(Kind == PlaceholderKind.Guarantee ? "" : $":{Of}")}}}";

    /// <summary>Null for what is none.</summary>
    /// <param name="inside">Between the braces.</param>
    public static Placeholder? Read(string inside) =>
        inside.Split(':', 2) switch
        {
            ["guarantee"] => new(PlaceholderKind.Guarantee, ""),
            ["topic", var table] => new(PlaceholderKind.Topic, table),
            ["group", var group] => new(PlaceholderKind.Group, group),
            _ => null,
        };
}
