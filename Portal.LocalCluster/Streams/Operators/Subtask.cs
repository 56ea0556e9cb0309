namespace Portal.LocalCluster.Streams.Operators;

/// <summary>Which of an operator's parallel subtasks it is, from 0 on.</summary>
public readonly record struct Subtask(int Index, int Count)
{
    public static readonly Subtask Only = new(0, 1);
}
