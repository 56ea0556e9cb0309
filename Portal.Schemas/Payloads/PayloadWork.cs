using System.Runtime.CompilerServices;
using Portal.Schemas.Text;

namespace Portal.Schemas.Payloads;

/// <summary>What was found so far, and how much work it took: a small schema can ask for endless work by referring to itself.</summary>
internal sealed class PayloadWork(CancellationToken stop)
{
    private const int MostSteps = 2_000_000;
    private const int MostErrors = 1_000;

    // Of a long text or number, what takes as long as another part.
    private const int OneStep = 100;

    private readonly List<PayloadError> _errors = [];
    private int _steps;

    public IReadOnlyList<PayloadError> Errors => _errors;

    /// <summary>What isn't checked, each once.</summary>
    public SortedSet<string> Notes { get; } = new(StringComparer.Ordinal);

    public void Add(PayloadError error)
    {
        if (_errors.Count < MostErrors)
        {
            _errors.Add(error);
        }
    }

    public void Add(string path, JsonPart at, string rule, string message) => Add(new(path, at.Offset, rule, message));

    /// <summary>Before each part of a sample.</summary>
    /// <param name="characters">Those of it that are gone through.</param>
    /// <exception cref="TooMuchWork">It isn't worth going on.</exception>
    public void Step(int characters = 0)
    {
        var before = _steps;
        _steps += 1 + characters / OneStep;
        if (_steps > MostSteps || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new TooMuchWork();
        }

        if (_steps / 1_000 != before / 1_000)
        {
            stop.ThrowIfCancellationRequested();
        }
    }
}

internal sealed class TooMuchWork : Exception;
