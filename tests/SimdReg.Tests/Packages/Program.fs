open System
open SimdReg

let weights = [| 0.5f; -0.25f; 0.0f |]
let gradients = [| 0.1f; 0.0f; -0.2f |]
let optimizer = Optimizer<float32>.Create(Adam(0.01), L1(0.1).Proximal(), weights.Length)
optimizer.Step(weights, gradients)
Sgd(0.1).Step(weights.AsSpan(), Span.op_Implicit (gradients.AsSpan()), L2(0.3))
printfn "F#: %s" (String.Join(" ", weights |> Array.map (fun w -> (BitConverter.SingleToUInt32Bits w).ToString "x8")))
