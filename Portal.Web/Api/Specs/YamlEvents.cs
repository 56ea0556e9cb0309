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
            throw new SpecException(
                file.At(wrong.Start.Line, wrong.Start.Column),
                $"This isn't YAML: {InWords(wrong)}"
            );
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

    private static string InWords(YamlException wrong) =>
        wrong.Message.Contains("cannot start any token", StringComparison.Ordinal)
            ? "a character stands where none may; indent with spaces, not tabs."
            : $"{wrong.Message.TrimEnd('.')}.";
}
