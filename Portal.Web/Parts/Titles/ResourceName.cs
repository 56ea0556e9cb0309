using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Portal.Web.Parts;

/// <summary>
/// Words with names in them, which may be long: a line breaks after <c>.</c>, <c>-</c> and <c>_</c>, so that a name stays readable. A
/// part that no column holds breaks anywhere.
/// </summary>
public sealed class ResourceName : ComponentBase
{
    private const int LongestPart = 24;

    [Parameter, EditorRequired]
    public string Of { get; set; } = "";

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "resource-name");
        var isFirst = true;
        foreach (var part in Parts())
        {
            if (!isFirst)
            {
                builder.OpenElement(2, "wbr");
                builder.CloseElement();
            }

            isFirst = false;
            var isLong = part.Split(' ').Any(word => word.Length > LongestPart);
            if (isLong)
            {
                builder.OpenElement(3, "span");
                builder.AddAttribute(4, "class", "endless");
            }

            builder.AddContent(5, part);
            if (isLong)
            {
                builder.CloseElement();
            }
        }

        builder.CloseElement();
    }

    private IEnumerable<string> Parts()
    {
        var from = 0;
        for (var i = 1; i < Of.Length; i++)
        {
            if (Of[i - 1] is '.' or '-' or '_' && Of[i] is not ('.' or '-' or '_' or ' '))
            {
                yield return Of[from..i];
                from = i;
            }
        }

        yield return Of[from..];
    }
}
