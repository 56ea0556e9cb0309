namespace Portal.Core.Jobs.Tables;

/// <summary>What a reader may not expect of how a topic is read, in a sentence. Pure.</summary>
internal static class SourceNote
{
    /// <param name="name">As the statements name it.</param>
    public static string? Of(
        TopicFacts facts,
        JobDefinition definition,
        string name,
        bool isWritten,
        TableStatement statement
    )
    {
        var source = definition.SourceOf(name);
        return isWritten ? null
            : facts.IsCompacted && source is not { Upsert: true }
                ? "It is compacted, and each of its records is read as a row of its own: of a key that was written several times there are several rows. Set upsert in sources to read it as a changelog."
            : source is { Upsert: false, Key.IsEmpty: false }
            && statement.Options.Any(option => option is { Name: "key.format", Value: not "raw" })
                ? "A record without a key is left out: Flink reads no row of it."
            : null;
    }
}
