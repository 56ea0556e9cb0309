namespace Portal.Core;

// Numbers the store gives out, typed so that two kinds can't be mixed up.

public readonly record struct ChangeId(long Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct DraftId(long Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct PlanId(long Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct RunId(long Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct ResourceId(long Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct ClusterId(int Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct TeamId(int Value)
{
    public override string ToString() => $"{Value}";
}

public readonly record struct PersonId(int Value)
{
    public override string ToString() => $"{Value}";
}
