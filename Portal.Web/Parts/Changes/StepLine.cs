using Portal.Core.Resources;

namespace Portal.Web.Parts;

/// <summary>One step while it is applied.</summary>
/// <param name="State">One or two words: waiting, being applied, done, failed, being undone, undone.</param>
/// <param name="Phases">What the journal says, in order: "intent 09:50:24", "done 09:50:25, 0.9 s".</param>
/// <param name="Progress">Of a step that waits; null when it doesn't.</param>
/// <param name="CrossesLine">The point of no return lies before it.</param>
public sealed record StepLine(
    string Name,
    Tone? Tone,
    string State,
    IReadOnlyList<string> Phases,
    StepTrouble? Trouble = null,
    bool CrossesLine = false,
    WaitProgress? Progress = null
);

/// <summary>What happened, why, what now; and the cluster's own words for who wants them.</summary>
public sealed record StepTrouble(string Happened, string? Why, string WhatNow, string? Seen);
