// SimdReg from F#. The first array is passed as a span, because F# does not infer the element type of a span from an array.

open System
open System.Collections.Generic
open SimdReg

let weights = [| 0.5f; -0.25f; 0.001f; 0.125f |]
let gradients = [| 0.1f; 0.0f; 0.0f; -0.2f |]

// 1. A rule, and its state.
let adam = Adam(learningRate = 0.01)
let state = adam.CreateState(weights)
adam.Step(weights.AsSpan(), gradients, L2(0.01).Decoupled(), state)

// 2. An optimizer, whose element type is written down: arrays convert.
let sgd = Optimizer<float32>.Create(Sgd(learningRate = 0.1), L1(0.02).Proximal(), weights.Length)
sgd.Step(weights, gradients)

// A part of an array: a slice such as weights[0..1] would be a copy.
Sgd(learningRate = 0.1).Step(weights.AsSpan(0, 2), gradients.AsSpan(0, 2), L2(0.01))

// 3. The same, chosen at run time by name.
let settings =
    OptimizerSettings(
        Rule = "adamw",
        LearningRate = 0.01,
        RuleParameters = Dictionary(dict [ "beta1", 0.95 ]),
        Penalty = "l2",
        Strength = 0.01)

let named = Optimizer<float32>.Create(settings, weights.Length)
named.Step(weights, gradients, StepOptions(gradientScale = 0.5))

let sums = WeightSums.Measure(weights)
printfn $"F#: {state.StepCount} step of Adam, {sgd.StepCount} of SGD, {named.StepCount} of AdamW; {sums.NonZeroCount} weights are not 0."
