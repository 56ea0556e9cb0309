using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>A row, or a watermark in its place among the rows.</summary>
internal readonly record struct Element(Change Row, Watermark? Mark);

/// <summary>What one subtask sends to another at once.</summary>
/// <param name="Elements">Null: a checkpoint's barrier.</param>
internal readonly record struct ChannelBatch(Channel Channel, IReadOnlyList<Element>? Elements);
