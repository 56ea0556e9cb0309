using Portal.Core.Specs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Web.Api.Specs;

/// <summary>It can't be read on: what is wrong and where.</summary>
internal sealed class SpecException(SpecPlace place, string words) : Exception(words)
{
    public SpecPlace Place => place;
}

/// <summary>What the parser finds, one after the other; comments belong to whoever wrote them.</summary>
internal sealed class YamlEvents(SpecFile file)
{
    private readonly Parser _parser = new(new StringReader(file.Text));

    /// <exception cref="SpecException">It isn't YAML.</exception>
    public ParsingEvent Next()
    {
        try
        {
            do
            {
                if (!_parser.MoveNext())
                {
                    return new StreamEnd();
                }
            } while (_parser.Current is Comment);

            return _parser.Current!;
        }
        catch (YamlException wrong)
        {
            throw NotYaml(wrong.Start, InWords(wrong));
        }
        // The parser's own, for what it didn't expect: half a character, a mapping without its end.
        catch (Exception wrong) when (wrong is InvalidOperationException or ArgumentException)
        {
            throw NotYaml(Mark.Empty, "it ends, or a character is escaped, where it may not.");
        }
    }

    public void Next<T>()
        where T : ParsingEvent
    {
        var next = Next();
        if (next is not T)
        {
            throw Wrong(next, "The document ends before this, or should.");
        }
    }

    public SpecPlace At(ParsingEvent there) => file.At(there.Start.Line, there.Start.Column);

    public SpecException Wrong(ParsingEvent there, string words) => new(At(there), words);

    // Where the parser doesn't say where, it is behind what it read last.
    private SpecException NotYaml(Mark there, string words)
    {
        var place = there is { Line: <= 1, Column: <= 1 } && _parser.Current is { } last ? last.End : there;
        return new(file.At(place.Line, place.Column), $"This isn't YAML: {words}");
    }

    private static string InWords(YamlException wrong) =>
        wrong.Message.Contains("cannot start any token", StringComparison.Ordinal)
            ? "a character stands where none may; indent with spaces, not tabs."
            : $"{wrong.Message.TrimEnd('.')}.";
}
