using System.Text;
using Portal.Core.Schemas;
using Portal.Schemas.Compatibility;
using Portal.Schemas.Formats;
using Portal.Schemas.Text;
using Portal.Web.Parts;

namespace Portal.Web.Features.Schemas.Fields;

/// <summary>What is wrong with a schema while it is typed, beside its text: faults of the text, or fields that former versions don't bear.</summary>
/// <param name="At">Null for what has no place in the text.</param>
internal sealed record SchemaRemark(string Words, TextPosition? At)
{
    public string Sentence => At is { } place ? $"{Words} ({place})" : Words;

    public static IReadOnlyList<TextMark> Marks(IEnumerable<SchemaRemark> remarks) =>
        [
            .. remarks.SelectMany(remark =>
                remark.At is { } at ? [new TextMark(at.Line, at.Column, remark.Words)] : Array.Empty<TextMark>()
            ),
        ];

    /// <summary>The faults of a text that was found wrong.</summary>
    public static IReadOnlyList<SchemaRemark> Faults(SchemaForm form) =>
        SchemaText.Read(form.Type, form.Text) is SchemaRead.Broken { Faults: var faults }
            ? [.. faults.Select(fault => new SchemaRemark(fault.Message, fault.At))]
            : [];

    /// <summary>Which fields break the level, by which rule and for whom, as the preview found it.</summary>
    public static IReadOnlyList<SchemaRemark> Broken(SchemaForm form, SchemaEvidence seen)
    {
        var text = Encoding.UTF8.GetBytes(form.Text);
        return [.. seen.Broken.Select(rule => new SchemaRemark(rule.Sentence, Place(text, form.Text, rule)))];
    }

    // What a former reader misses is declared nowhere in the new text: its nearest field that is named once stands for it.
    private static TextPosition? Place(byte[] utf8, string text, Incompatibility rule)
    {
        if (rule.Offset is { } offset)
        {
            return TextPosition.Of(utf8, offset);
        }

        foreach (var part in rule.Path.Split('.', '[', ']', '{', '}').Reverse().Where(part => part.Length > 0))
        {
            var named = $"\"{part}\"";
            var first = text.IndexOf(named, StringComparison.Ordinal);
            if (first >= 0 && first == text.LastIndexOf(named, StringComparison.Ordinal))
            {
                return TextPosition.Of(utf8, Encoding.UTF8.GetByteCount(text.AsSpan(0, first)));
            }
        }

        return null;
    }
}
