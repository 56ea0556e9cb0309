namespace Portal.Schemas.Protobuf;

/// <summary>
/// The options that a field, or an enum's constant, has between brackets. Confluent's registry prints a default and the name in JSON last, wherever
/// they stood, and all by name where it normalises.
/// </summary>
internal static class ProtobufOptionList
{
    /// <summary>A statement with its options by name. Of those of one name the order counts: together they are a list.</summary>
    public static IEnumerable<string> Arranged(List<string> statement)
    {
        var at = statement.FindIndex(word => word is "[" or "{");
        return at < 0 ? statement
            : statement[at] == "{" ? statement.Take(at).Concat(statement.Skip(at).Where(word => word != ","))
            : statement.Take(at + 1).Concat(ByName(statement.Skip(at + 1)));
    }

    // The words after the bracket that opens the list.
    private static IEnumerable<string> ByName(IEnumerable<string> words)
    {
        List<List<string>> options =
        [
            [],
        ];
        var after = new List<string>();
        var depth = 1;
        foreach (var word in words)
        {
            depth += ProtobufStatements.Deeper(word);
            switch (word)
            {
                case "," when depth == 1:
                    options.Add([]);
                    break;
                // May be left out within a value.
                case "," when depth > 1:
                    break;
                default:
                    (depth > 0 ? options[^1] : after).Add(word);
                    break;
            }
        }

        return options.OrderBy(Name, StringComparer.Ordinal).SelectMany(option => option).Concat(after);
    }

    private static string Name(List<string> option) => string.Join(' ', option.TakeWhile(word => word != "="));
}
