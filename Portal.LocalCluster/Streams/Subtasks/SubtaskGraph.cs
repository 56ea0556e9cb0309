using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;

namespace Portal.LocalCluster.Streams.Subtasks;

/// <summary>
/// All subtasks of a job at work. Between two vertices each subtask of the one has a channel to each of the other. Vertices are in no circle, so whoever
/// waits for a credit waits for one who goes on.
/// </summary>
internal sealed class SubtaskGraph
{
    private readonly List<SubtaskThread> _threads = [];
    private readonly BatchesUnderWay _underWay = new();
    private readonly Barriers _barriers;
    private readonly ParallelPlan _plan;
    private readonly TimeProvider _time;
    private readonly int _maxParallelism;
    private volatile bool _isHeldBack;

    /// <param name="plan">Its sources and sinks are open, and its state is there.</param>
    public SubtaskGraph(ParallelPlan plan, int maxParallelism, TimeProvider time)
    {
        (_plan, _maxParallelism, _time) = (plan, maxParallelism, time);
        _barriers = new(plan.Vertices.Sum(vertex => vertex.Parallelism), time);
        foreach (var vertex in plan.Vertices)
        {
            Add(vertex);
        }

        _isHeldBack = Sources.Any(source => source.Leads);
    }

    public bool IsOver => Sources.All(source => source.IsOver);

    /// <summary>As each of its subtasks counted last.</summary>
    public StateSize State => _threads.Aggregate(StateSize.None, (sum, thread) => sum.With(thread.State));

    public IEnumerable<(PlanVertex Vertex, int Index, SubtaskTimes Times)> Times =>
        _threads.Select(thread => (thread.Vertex, thread.Index, thread.Times));

    private IEnumerable<SourceThread> Sources => _threads.OfType<SourceThread>();

    /// <inheritdoc cref="Barriers.Failure"/>
    public SubtaskFailure? Failure => _barriers.Failure;

    public void Start() => _threads.ForEach(thread => thread.Start());

    /// <summary>On the job's own thread, while its subtasks work.</summary>
    /// <exception cref="Exception">What the first of them failed with.</exception>
    public void Watch(TimeSpan wait)
    {
        if (_isHeldBack && !Sources.Any(source => source.Leads) && _underWay.IsNone)
        {
            _isHeldBack = false;
        }

        _barriers.Watch(wait);
    }

    /// <inheritdoc cref="Barriers.Align"/>
    public bool Align(bool drains, TimeSpan within) => _barriers.Align(drains, within);

    /// <inheritdoc cref="Barriers.Release"/>
    public void Release() => _barriers.Release();

    /// <summary>Nobody waits any longer.</summary>
    public void Stop()
    {
        _barriers.Stop();
        foreach (var receiver in _threads.OfType<ReceiverThread>())
        {
            receiver.Inbox.Close();
        }
    }

    public void Join() => _threads.ForEach(thread => thread.Join());

    private void Add(PlanVertex vertex)
    {
        if (vertex.Inputs.Count == 0)
        {
            _threads.AddRange(
                Enumerable
                    .Range(0, vertex.Parallelism)
                    .Select(i => new SourceThread(vertex, i, _barriers, _time, () => _isHeldBack))
            );
            return;
        }

        List<ReceiverThread> receivers =
        [
            .. Enumerable
                .Range(0, vertex.Parallelism)
                .Select(i => new ReceiverThread(vertex, i, _barriers, _underWay, _time)),
        ];
        for (var input = 0; input < vertex.Nodes[0].Inputs.Length; input++)
        {
            Connect(vertex, input, receivers);
        }

        _threads.AddRange(receivers);
    }

    private void Connect(PlanVertex vertex, int input, List<ReceiverThread> receivers)
    {
        var from = vertex.Inputs.First(each => each.Nodes.Contains(vertex.Nodes[0].Inputs[input]));
        var place = from.Nodes.IndexOf(vertex.Nodes[0].Inputs[input]);
        var channels = receivers.ConvertAll(receiver => receiver.AddInput(from.Parallelism));
        foreach (var sender in _threads.Where(thread => thread.Vertex == from))
        {
            var output = new Exchange(
                vertex.Nodes[0].Operator.KeyOf(input),
                sender.Index,
                channels.ConvertAll(each => each[sender.Index]),
                _maxParallelism,
                _underWay,
                sender.Waits
            );
            sender.Outputs.Add(output);
            from.Subtasks[sender.Index][place].Operator.Redirect(_plan.FirstOf(vertex, sender.Index), input, output);
        }
    }
}
