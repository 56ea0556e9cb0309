using System.Collections.Immutable;

namespace Portal.Core.Jobs.Operators;

/// <summary>A job's operator chains laid out from left to right, sources first. Pure.</summary>
/// <param name="Boxes">By layer, and within one from above.</param>
/// <param name="Width">In pixels, as all that follows.</param>
public sealed record OperatorGraph(
    ImmutableArray<OperatorBox> Boxes,
    ImmutableArray<OperatorArrow> Arrows,
    int Width,
    int Height
)
{
    public const int BoxWidth = 232;
    public const int BoxHeight = 136;
    private const int Gap = 24;

    // An arrow and its head have to be seen between two boxes.
    private const int LayerGap = 48;

    // An arrow that passes a layer goes between its boxes.
    private const int PassHeight = 12;
    private const int Edge = 2;

    public static OperatorGraph Of(IReadOnlyList<JobOperator> operators)
    {
        var layers = OperatorLayers.Of(operators);
        var height = layers.Count == 0 ? 0 : layers.Max(Stacked);
        var top = new Dictionary<LayerNode, int>();
        foreach (var layer in layers)
        {
            var y = Edge + ((height - Stacked(layer)) / 2);
            foreach (var node in layer)
            {
                top[node] = y;
                y += High(node) + Gap;
            }
        }

        return new(
            [
                .. layers.SelectMany(
                    (layer, x) =>
                        layer.Where(n => n.Of is not null).Select(n => new OperatorBox(n.Of!, Left(x), top[n]))
                ),
            ],
            [
                .. layers
                    .SelectMany(layer => layer)
                    .Where(node => node.Of is not null)
                    .SelectMany(node => node.From.Select(from => Arrow(from, node, top))),
            ],
            layers.Count == 0 ? 0 : Left(layers.Count - 1) + BoxWidth + Edge,
            height + (2 * Edge)
        );
    }

    private static OperatorArrow Arrow(LayerNode from, LayerNode to, Dictionary<LayerNode, int> top)
    {
        // Back along where it passes to the box where it begins.
        var way = new List<LayerNode> { to };
        for (var node = from; ; node = node.From[0])
        {
            way.Insert(0, node);
            if (node.Of is not null)
            {
                break;
            }
        }

        var points = ImmutableArray.CreateBuilder<(int X, int Y)>();
        foreach (var node in way)
        {
            var middle = top[node] + (High(node) / 2);
            if (node != way[0])
            {
                points.Add((Left(node.Layer), middle));
            }

            if (node != to)
            {
                points.Add((Left(node.Layer) + BoxWidth, middle));
            }
        }

        return new(way[0].Of!.Id, to.Of!.Id, points.ToImmutable());
    }

    private static int Stacked(IReadOnlyCollection<LayerNode> layer) =>
        layer.Sum(High) + (Gap * Math.Max(0, layer.Count - 1));

    private static int High(LayerNode node) => node.Of is null ? PassHeight : BoxHeight;

    private static int Left(int layer) => Edge + (layer * (BoxWidth + LayerGap));
}

/// <summary>Where an operator chain is drawn.</summary>
public sealed record OperatorBox(JobOperator Operator, int Left, int Top);

/// <summary>From one operator to another.</summary>
/// <param name="Points">It begins at the first and ends at the last; between two layers it bends, and through one it runs straight.</param>
public sealed record OperatorArrow(string From, string To, ImmutableArray<(int X, int Y)> Points);
